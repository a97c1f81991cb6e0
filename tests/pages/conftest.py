from tests.search.synthetic import make as make
from tests.search.synthetic import unguarded as unguarded
