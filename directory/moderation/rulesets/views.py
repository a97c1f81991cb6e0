"""Pages about rules and rulesets, for senior moderators; the list of an activation is for every moderator."""

from http import HTTPStatus
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from directory.accounts.permissions import SignedIn, View, role_required
from directory.accounts.roles import Role
from directory.screening.ruleset import version

from ..views.answering import deciding, moderators
from ..views.words import named, names_of
from .activation import begin, in_force, list_sha256, needs_activation
from .consent import agree, first_to_agree
from .forms import MODES, ModeForm, RollbackForm
from .models import RuleMode, RulesetActivation, WithheldFinding
from .modes import Mode
from .overview import DAYS, MOST, hits_of, numbers_of, rule_lines
from .rollback import roll_back
from .standing import set_mode
from .tasks import carry_on_later


def seniors(view: View) -> View:
    return role_required(Role.SENIOR)(view)


@seniors
@moderators
def rulesets(request: SignedIn) -> HttpResponse:
    """What is in force, what was activated when, and how much each rule counts."""
    activations = list(RulesetActivation.objects.all()[:MOST])
    context = {
        "now": version(),
        "in_force": in_force(),
        "needs_activation": needs_activation(),
        "under_way": RulesetActivation.objects.under_way().first(),
        "activations": [(each, numbers_of(each)) for each in activations],
        "lines": rule_lines(),
        "days": DAYS,
    }
    return render(request, "moderation/rulesets/rulesets.html", context)


@seniors
@moderators
def rule(request: SignedIn, rule: str) -> HttpResponse:
    return _rule_page(request, rule, ModeForm())


def _rule_page(request: SignedIn, rule: str, form: ModeForm) -> HttpResponse:
    line = next((each for each in rule_lines() if each.rule.id == rule), None)
    if line is None:
        raise Http404
    history = list(RuleMode.objects.filter(rule=rule).order_by("-at", "-id"))
    names = names_of(each.by_id for each in history)
    context = {
        "line": line,
        "history": [(each, MODES[Mode(each.mode)], named(each.by_id, names)) for each in history],
        "withheld": WithheldFinding.objects.filter(rule=rule).select_related("run").order_by("-id")[:MOST],
        "form": form,
        "days": DAYS,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "moderation/rulesets/rule.html", context, status=status)


@seniors
@deciding
def change_mode(request: SignedIn, rule: str) -> HttpResponse:
    form = ModeForm(request.POST)
    if not form.is_valid():
        return _rule_page(request, rule, form)
    set_mode(rule=rule, mode=Mode(form.cleaned_data["mode"]), why=form.cleaned_data["why"], by=request.user)
    messages.success(request, _("The rule counts in this way for everything that is read from now on."))
    return redirect("ruleset_rule", rule)


@seniors
@deciding
def activate(request: SignedIn) -> HttpResponse:
    """Starts, or goes on with what was interrupted; the worker does the reading."""
    activation = begin(by=request.user)
    carry_on_later.enqueue(activation.pk)
    messages.success(
        request, _("What is published is being read. Load this page again to see how far it is.")
    )
    return redirect("ruleset_activation", activation.pk)


@moderators
def activation(request: SignedIn, activation_id: int) -> HttpResponse:
    return _activation_page(request, get_object_or_404(RulesetActivation, pk=activation_id), RollbackForm())


def _activation_page(request: SignedIn, found: RulesetActivation, form: RollbackForm) -> HttpResponse:
    names = names_of([found.started_by_id, found.rolled_back_by_id])
    context = {
        "activation": found,
        "stage": found.stage,
        "numbers": numbers_of(found),
        "hits": hits_of(found),
        "list_sha256": list_sha256(found),
        "first": first_to_agree(found),
        "started_by": named(found.started_by_id, names) if found.started_by_id else _("the operator"),
        "rolled_back_by": named(found.rolled_back_by_id, names),
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "moderation/rulesets/activation.html", context, status=status)


@deciding
def consent(request: SignedIn, activation_id: int) -> HttpResponse:
    """Agreeing hides published listings, so the password or second factor is asked for again."""
    found = get_object_or_404(RulesetActivation, pk=activation_id)
    return cast(HttpResponse, _agreed(request, found))


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def _agreed(request: SignedIn, found: RulesetActivation) -> HttpResponse:
    after = agree(activation=found, seen=request.POST.get("seen", ""), by=request.user)
    if after.stopped_at is None:
        carry_on_later.enqueue(found.pk)
        messages.success(
            request, _("Two people agreed. The listings are hidden now, and each provider is told.")
        )
    else:
        messages.success(request, _("You agreed. Nothing is hidden before a second person agrees too."))
    return redirect("ruleset_activation", found.pk)


@seniors
@deciding
def take_back(request: SignedIn, activation_id: int) -> HttpResponse:
    found = get_object_or_404(RulesetActivation, pk=activation_id)
    form = RollbackForm(request.POST)
    if not form.is_valid():
        return _activation_page(request, found, form)
    done = roll_back(activation=found, why=form.cleaned_data["why"], by=request.user)
    counted = _(
        "Rolled back; nothing was published. On top of the queue: %(back)s; left as they were: %(others)s."
    )
    messages.success(request, counted % {"back": done.asked_back, "others": done.others})
    return redirect("ruleset_activation", found.pk)
