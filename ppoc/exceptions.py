"""Every error that ppoc raises on purpose, so that callers and tests can tell them apart."""

from __future__ import annotations

import frappe

# records


class ChildIDTakenError(frappe.ValidationError):
	"""Another child who is not merged away has this ID."""


class RationaleMissingError(frappe.ValidationError):
	"""A potential for permanence was decided without saying why."""


class ImpossibleDateError(frappe.ValidationError):
	"""A date lies where it cannot: a birth in the future, a finish before its start."""


class CareFactsError(frappe.ValidationError):
	"""Facts that come from the statutory return were typed over."""


class OpenPlanError(frappe.ValidationError):
	"""The child already has an open plan of this route, or an open primary plan."""


class PredictedStartMissingError(frappe.ValidationError):
	"""A prioritised plan has no predicted start."""


class ActionWordingError(frappe.ValidationError):
	"""An action says nothing that anybody could do."""


class ActionDateError(frappe.ValidationError):
	"""An action is due before it was set, or has no date."""


class ActionPlanError(frappe.ValidationError):
	"""An action hangs on a plan of another child."""


class EscalationAnswerError(frappe.PermissionError):
	"""Somebody else than the role or person asked answers an escalation."""


class EscalationStateError(frappe.ValidationError):
	"""An answered escalation is changed, or one is answered with nothing."""


class CaseNoteFixedError(frappe.ValidationError):
	"""A case note that was copied to the case system is changed."""


class ReviewScoreError(frappe.ValidationError):
	"""An effectiveness review has a score outside 1 to 5, or a criterion twice."""


class OutsideReviewError(frappe.PermissionError):
	"""A locality is reviewed by somebody from elsewhere whom it did not ask."""


class OversightStateError(frappe.ValidationError):
	"""A quarter has its report already, or what was signed off is changed."""


class WrongSignerError(frappe.PermissionError):
	"""A quarterly report is signed off by somebody else than its chair."""


class WrongTeamError(frappe.ValidationError):
	"""A team is named that does not belong to the locality."""


# forums and agendas


class ForumRuleError(frappe.ValidationError):
	"""A forum or its schedule contradicts itself."""


class RecordTemplateError(frappe.ValidationError):
	"""A record template asks something that nobody can answer, or twice."""


class AnswerError(frappe.ValidationError):
	"""An answer is none to its question, or the question itself was changed."""


class AgendaFilterError(frappe.ValidationError):
	"""The filters of an agenda query cannot be used."""


# meetings


class MeetingClosingError(frappe.ValidationError):
	"""Something has to be put right before the meeting can be closed."""


class NotReviewedError(MeetingClosingError):
	"""Open actions of earlier sittings were not looked at, and nobody said that this is meant."""


class MeetingClosedError(frappe.ValidationError):
	"""The meeting is closed already, or closed to this change."""


class StaleMeetingError(frappe.TimestampMismatchError):
	"""The meeting changed since it was looked at."""


class FieldNotEditableError(frappe.ValidationError):
	"""This field is not typed by hand."""


class AlreadySentError(frappe.ValidationError):
	"""The email went out already; sending it again has to be asked for."""


# access


class OverlappingAccessError(frappe.ValidationError):
	"""The person already has access to the locality in this period."""


class OwnAccessError(frappe.PermissionError):
	"""Somebody gives access to themselves."""


class NotYourLocalityError(frappe.PermissionError):
	"""Access to a locality, or a child to it, is given by somebody without access to it."""


class AccessRecordFixedError(frappe.ValidationError):
	"""The record of who had access is changed afterwards, deleted, or contradicts itself."""


class SharingRefusedError(frappe.PermissionError):
	"""A case record was to be opened to somebody past the rule of who sees it."""


class HiddenRecordError(frappe.PermissionError):
	"""A case record, or a file of one, is used by somebody who does not see it."""


class NobodyAllowedError(frappe.ValidationError):
	"""A restricted child with no named person would be seen by nobody."""


class BlindWriteError(frappe.ValidationError):
	"""A case record was to be written without saying which state of it the writer had seen."""


# duplicates


class MergedRecordError(frappe.ValidationError):
	"""A record that was merged into another is changed."""


class MergeRefusedError(frappe.ValidationError):
	"""Two records of a child must not be merged as they stand."""


class MergeChoiceError(frappe.ValidationError):
	"""Both records say something, and nobody chose which to keep."""


class StaleMergeError(frappe.TimestampMismatchError):
	"""One of two records to be merged changed since it was looked at."""


# steps on forms


class StaleChildError(frappe.TimestampMismatchError):
	"""A child's record changed since the person who takes a step on it looked at it."""


# handovers


class HandoverTargetError(frappe.ValidationError):
	"""A child is offered to nobody, to where it is, or to somebody who cannot accept."""


class OpenHandoverError(frappe.ValidationError):
	"""A child is offered twice."""


class HandoverAnswerError(frappe.PermissionError):
	"""Somebody else than the side it belongs to offers, accepts, refuses or revokes."""


class HandoverStateError(frappe.ValidationError):
	"""An offer is changed, answered twice, answered without its reason, or out of date."""


class StaleHandoverError(frappe.TimestampMismatchError):
	"""An offer changed since the person who answers it looked at it."""


# flags


class FlagAboutError(frappe.ValidationError):
	"""A flag is about nothing, or comes up in the past."""


class FlagForNobodyError(frappe.ValidationError):
	"""A flag is for nobody, or for nobody who sees what it is about."""


class FlagNotYoursError(frappe.PermissionError):
	"""A flag is changed or closed by somebody it is not for and who did not set it."""


class FlagClosedError(frappe.ValidationError):
	"""A closed flag is changed, or one is deleted."""


# fortnightly forms


class ReturnStateError(frappe.ValidationError):
	"""A confirmed form is changed or confirmed again."""


class StaleReturnError(frappe.TimestampMismatchError):
	"""A form changed since the person who confirms it looked at it."""


# placements


class PlacementFactsError(frappe.ValidationError):
	"""A tracked placement does not say why it is tracked or what it ended with, or is deleted."""


class PlacementDatesError(frappe.ValidationError):
	"""The days of a tracked placement cannot be."""


class PlacementRunningError(frappe.ValidationError):
	"""A child has two tracked placements at the same time."""


class UnmetNeedError(frappe.ValidationError):
	"""An unmet need belongs nowhere, or is closed without saying what became of it."""


# imports


class MappingError(frappe.ValidationError):
	"""A saved column mapping does not fit the load it was chosen for."""


# requests and decisions


class DelegationRuleError(frappe.ValidationError):
	"""A delegation rule does not say who decides, or settles what it is not about."""


class NotDecidedHereError(frappe.ValidationError):
	"""A request is for somebody outside; the message names the right route."""


class RequestNotReadyError(frappe.ValidationError):
	"""A request cannot be listed or decided yet: a document or a fact is missing, or two rules disagree."""


class RequestFixedError(frappe.ValidationError):
	"""What was asked or decided is changed after the decision."""


class WrongDeciderError(frappe.PermissionError):
	"""A request is decided or listed where another forum or person decides."""


class BookingRefusedError(frappe.ValidationError):
	"""A place in a sitting cannot be given, answered or taken back; the message says why and what can be done."""


# saving


class OthersSavingError(frappe.QueryDeadlockError):
	"""Others were saving the same records each time this was tried; nothing was saved, and it may be tried again."""

	http_status_code = 508  # for which Desk has these words


class ReportTimeError(frappe.ValidationError):
	"""A report is asked for a time that ends before it begins."""


# timescales


class TimescaleRuleError(frappe.ValidationError):
	"""A timescale rule cannot be computed, or never ends."""


# RAG


class RagRuleError(frappe.ValidationError):
	"""A RAG rule holds for every plan, or asks for what nobody knows."""


class RagByHandError(frappe.ValidationError):
	"""A rating is set by hand without a reason or an end, or on a closed plan."""


# prints


class PrintEngineError(frappe.ValidationError):
	"""The server lacks what it needs to make a PDF."""


# practice packs


class PracticePackError(frappe.ValidationError):
	"""A practice pack cannot be brought to the site."""


# site check


class NotAnAdministratorError(frappe.PermissionError):
	"""Somebody who does not run the site asks what is wrong with it."""


class AcceptedRiskError(frappe.ValidationError):
	"""A finding is accepted without a reason, for too long, or when it is none; or the record of it is changed."""
