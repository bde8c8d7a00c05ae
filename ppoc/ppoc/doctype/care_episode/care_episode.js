// The Care Episode form and list: the codes of the return in words.

ppoc.care_codes.show("Care Episode", [
	"legal_status",
	"placement",
	"reason_new_episode",
	"reason_ended",
	"category_of_need",
	"placement_provider",
]);
