"""Every error that ppoc raises deliberately, so that callers and tests can distinguish them."""

from __future__ import annotations

import frappe

# records


class ChildIDTakenError(frappe.ValidationError):
	"""Another child's record, not merged into another one, has this ID."""


class NHSNumberError(frappe.ValidationError):
	"""What was entered as an NHS number cannot be one."""


class RationaleMissingError(frappe.ValidationError):
	"""A potential for permanence was decided without a reason."""


class ImpossibleDateError(frappe.ValidationError):
	"""A date is impossible: a birth in the future, a finish before its start."""


class CareCodeError(frappe.ValidationError):
	"""A text where one of the list has to stand."""


class CareFactsError(frappe.ValidationError):
	"""Facts that come from the statutory return were changed by typing."""


class OpenPlanError(frappe.ValidationError):
	"""The child already has an open plan of this route, or an open primary plan."""


class PredictedStartMissingError(frappe.ValidationError):
	"""A prioritised plan has no predicted start."""


class ActionWordingError(frappe.ValidationError):
	"""An action does not say anything that somebody could do."""


class ActionDateError(frappe.ValidationError):
	"""An action is due before it was set, or has no date."""


class ActionPlanError(frappe.ValidationError):
	"""An action belongs to a plan of another child."""


class EscalationAnswerError(frappe.PermissionError):
	"""An escalation was answered by somebody other than the role or person asked."""


class DelayReasonError(frappe.ValidationError):
	"""A reason for delay is not needed, was read already, or waits for somebody else."""


class ChildLetterError(frappe.ValidationError):
	"""A letter to a child is about nothing that was decided, or was given and is changed."""


class ConnectedPersonError(frappe.ValidationError):
	"""What is said of a connected person contradicts itself, or the person is recorded already."""


class FamilyMeetingError(frappe.ValidationError):
	"""What is said of a family group meeting contradicts itself, or is not enough."""


class EscalationStateError(frappe.ValidationError):
	"""An answered escalation was changed, or one was answered with nothing."""


class CaseNoteFixedError(frappe.ValidationError):
	"""A case note that was copied to the case system was changed."""


class ReviewScoreError(frappe.ValidationError):
	"""An effectiveness review has a score outside 1 to 5, or a criterion twice."""


class OutsideReviewError(frappe.PermissionError):
	"""A locality was reviewed by somebody from elsewhere who was not asked."""


class OversightStateError(frappe.ValidationError):
	"""A quarter already has its report, or what was signed off was changed."""


class WrongSignerError(frappe.PermissionError):
	"""A quarterly report was signed off by somebody other than its chair."""


class WrongTeamError(frappe.ValidationError):
	"""A team does not belong to the locality."""


# forums and agendas


class ForumRuleError(frappe.ValidationError):
	"""A forum or its schedule contradicts itself."""


class UnseenStepError(frappe.ValidationError):
	"""A step that shows first what it will do was taken for several meetings at once."""


class RecordTemplateError(frappe.ValidationError):
	"""A record template asks something that nobody can answer, or the same thing twice."""


class AnswerError(frappe.ValidationError):
	"""An answer does not fit its question, or the question itself was changed."""


class AgendaFilterError(frappe.ValidationError):
	"""The filters of an agenda query cannot be used."""


# meetings


class MeetingClosingError(frappe.ValidationError):
	"""Something has to be fixed before the meeting can be closed."""


class NotReviewedError(MeetingClosingError):
	"""Open actions of earlier sittings were not reviewed, and nobody has confirmed that."""


class MeetingClosedError(frappe.ValidationError):
	"""The meeting is closed, or can no longer be changed in this way."""


class StaleMeetingError(frappe.TimestampMismatchError):
	"""The meeting has changed since it was read."""


class FieldNotEditableError(frappe.ValidationError):
	"""Users do not type in this field."""


class AlreadySentError(frappe.ValidationError):
	"""The email has been sent already; sending it again has to be requested."""


# access


class OverlappingAccessError(frappe.ValidationError):
	"""The person already has access to the locality in this period."""


class OwnAccessError(frappe.PermissionError):
	"""A user tried to give access to themselves."""


class NotYourLocalityError(frappe.PermissionError):
	"""A user without access to a locality tried to give access to it, or to hand a child to it."""


class AccessRecordFixedError(frappe.ValidationError):
	"""The record of who had access was changed afterwards or deleted, or contradicts itself."""


class SharingRefusedError(frappe.PermissionError):
	"""A case record was about to be opened to somebody outside the rule of who sees it."""


class ReadingOnlyError(frappe.PermissionError):
	"""Somebody who may not change a case record left a comment, tag, like, assignment or file on it."""


class SomebodyElsesNameError(frappe.PermissionError):
	"""Something was written or sent in the name of somebody else."""


class RightsRefusedError(frappe.PermissionError):
	"""Somebody who is not a System Manager changed what people may do, or how somebody logs in."""


class SystemFieldError(frappe.PermissionError):
	"""A field that only the app fills in was set or changed by an ordinary save."""


class HiddenRecordError(frappe.PermissionError):
	"""A user who may not see a case record, or one of its files, tried to use it."""


class ClosedEndpointError(frappe.PermissionError):
	"""A function, page or DocType of the platform is not on the list of what is open."""


class BadInputError(frappe.ValidationError):
	"""A request holds something that cannot be what it is meant to be: a text for a date, a list for one value."""


class HiddenFieldError(frappe.PermissionError):
	"""A list was to be filtered, sorted, grouped or read by a field that is another record's or not open to the
	reader."""


class UnclearListError(frappe.ValidationError):
	"""A list was asked for with a text that is not fields, filters or a sort order."""


class FileAddressError(frappe.ValidationError):
	"""A file was named by an address that is not in normal form, or that leads to another machine."""


class DeletionRequestRefusedError(frappe.PermissionError):
	"""Somebody asked for another person's account to be deleted or handed out."""


class NobodyAllowedError(frappe.ValidationError):
	"""A restricted child without a named user could be seen by nobody."""


class BlindWriteError(frappe.ValidationError):
	"""A case record was about to be written by a caller that did not say which version it had seen."""


# duplicates


class MergedRecordError(frappe.ValidationError):
	"""A record that was merged into another was changed."""


class MergeRefusedError(frappe.ValidationError):
	"""Two records of a child cannot be merged as they are."""


class MergeChoiceError(frappe.ValidationError):
	"""Both records have a value, and nobody chose which to keep."""


class StaleMergeError(frappe.TimestampMismatchError):
	"""One of two records to be merged has changed since it was read."""


# steps on forms


class StaleChildError(frappe.TimestampMismatchError):
	"""A child's record has changed since the user who takes a step on it read it."""


# handovers


class HandoverTargetError(frappe.ValidationError):
	"""A child was offered to nobody, to where it already is, or to somebody who cannot accept."""


class NameInTextError(frappe.ValidationError):
	"""A child's name in a text that people read who may not see the child."""


class OpenHandoverError(frappe.ValidationError):
	"""A child was offered twice."""


class HandoverAnswerError(frappe.PermissionError):
	"""A handover was offered, accepted, refused or revoked by the wrong side."""


class HandoverStateError(frappe.ValidationError):
	"""An offer was changed, answered twice or without its reason, or is out of date."""


class StaleHandoverError(frappe.TimestampMismatchError):
	"""An offer has changed since the user who answers it read it."""


# flags


class FlagAboutError(frappe.ValidationError):
	"""A flag is about nothing, or is due in the past."""


class FlagForNobodyError(frappe.ValidationError):
	"""A flag is for nobody, or for nobody who may see what it is about."""


class FlagNotYoursError(frappe.PermissionError):
	"""A flag was changed or closed by somebody whom it is not for and who did not set it."""


class FlagClosedError(frappe.ValidationError):
	"""A closed flag was changed, or a flag was deleted."""


# fortnightly forms


class FeedKeyError(frappe.ValidationError):
	"""A key of the feed for a login that has a key of another program."""


class ReturnStateError(frappe.ValidationError):
	"""A confirmed form was changed or confirmed again."""


class StaleReturnError(frappe.TimestampMismatchError):
	"""A form has changed since the user who confirms it read it."""


# placements


class PlacementFactsError(frappe.ValidationError):
	"""A tracked placement does not say why it is tracked or how it ended, or was deleted."""


class PlacementDatesError(frappe.ValidationError):
	"""The dates of a tracked placement are impossible."""


class PlacementRunningError(frappe.ValidationError):
	"""A child has two tracked placements at the same time."""


class UnmetNeedError(frappe.ValidationError):
	"""An unmet need belongs nowhere, or was closed without an outcome."""


# imports


class MappingError(frappe.ValidationError):
	"""A saved column mapping does not fit the import it was chosen for."""


# requests and decisions


class DelegationRuleError(frappe.ValidationError):
	"""A delegation rule does not say who decides, or settles something that it is not about."""


class NotDecidedHereError(frappe.ValidationError):
	"""A request is decided outside the app's forums; the message names the right route."""


class RequestNotReadyError(frappe.ValidationError):
	"""A request cannot be listed or decided yet: a document or a fact is missing, or two rules disagree."""


class RequestFixedError(frappe.ValidationError):
	"""What was asked or decided was changed after the decision."""


class WrongDeciderError(frappe.PermissionError):
	"""A request was decided or listed somewhere that does not decide it."""


class BookingRefusedError(frappe.ValidationError):
	"""A place in a sitting cannot be given, answered or taken back; the message says why and what can be done."""


# saving


class OthersSavingError(frappe.QueryDeadlockError):
	"""Other transactions saved the same records at every try; nothing was saved, and the user may try again."""

	http_status_code = 508  # Desk has a suitable message for this status


class ReportTimeError(frappe.ValidationError):
	"""A report was requested for a period that ends before it begins."""


# timescales


class TimescaleRuleError(frappe.ValidationError):
	"""A timescale rule cannot be computed, or never ends."""


# RAG


class RagRuleError(frappe.ValidationError):
	"""A RAG rule applies to every plan, or needs something that is not known."""


class RagByHandError(frappe.ValidationError):
	"""A rating was overridden without a reason or an end date, or on a closed plan."""


# customising


class CustomisingRefusedError(frappe.PermissionError):
	"""A form, field, print format, notification or translation was changed in a way that only a System Manager may."""


class WordsWeUseError(frappe.ValidationError):
	"""A word of the app or the authority's word for it is missing, stands twice or is no word."""


# audit trail


class AuditTrailKeptError(frappe.PermissionError):
	"""Somebody tried to add to the audit trail, to change it or to delete from it."""


class AuditTrailBusyError(frappe.ValidationError):
	"""Entries could not be sealed, because others were being sealed at the same time."""


# prints


class PrintEngineError(frappe.ValidationError):
	"""The server lacks what it needs to make a PDF."""


# practice packs


class PracticePackError(frappe.ValidationError):
	"""A practice pack cannot be applied to the site."""


# site check


class NotAnAdministratorError(frappe.PermissionError):
	"""Somebody who does not run the site asked what is wrong with it."""


class OpenEndpointError(frappe.ValidationError):
	"""An Open Endpoint cannot be made, changed or deleted like this."""


class AcceptedRiskError(frappe.ValidationError):
	"""A finding was accepted without a reason or for too long, or does not exist; or the record of it was changed."""


# kept, disclosed, erased


class RetentionSettingsError(frappe.ValidationError):
	"""A setting would keep records for less time than the law asks."""


class RecordHoldError(frappe.ValidationError):
	"""A hold has no reason, an end in the past, or was changed after it was set."""


class ErasureError(frappe.ValidationError):
	"""A record must not be erased: it is not due, held, or not confirmed by a second person."""


class DisclosureError(frappe.ValidationError):
	"""A step of a disclosure request or complaint cannot be taken yet, or its dates cannot be true."""
