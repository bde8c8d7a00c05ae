// When a calendar is positioned or drawn again, keeps what is in its field. Frappe positions it when its
// field gets the focus and again when it has faded in, a third of a second later, and both times the picker
// replaced what had been typed by then with the date chosen last, or with none.

const picker = $.fn.datepicker.Constructor.prototype;
const { update } = picker;

picker.update = function (...change) {
	this._setInputValue = () => {};
	try {
		return update.apply(this, change);
	} finally {
		delete this._setInputValue;
	}
};
