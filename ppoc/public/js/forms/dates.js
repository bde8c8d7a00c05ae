// A calendar that is placed or drawn anew leaves alone what stands in its field. The platform places it when its field is
// entered and once more when it has faded in, a third of a second later, and both times the picker put the date chosen
// last, or none, over what had been typed by then.

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
