from tests.gazetteer import gazetteer as gazetteer
