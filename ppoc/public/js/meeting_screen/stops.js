// The order of the meeting: each child in turn, and the items without children.

export function stops_of(agenda, discussions) {
	const keys = new Set(agenda.map((item) => item.item_key));
	const stops = [];
	for (const item of agenda) {
		const own = discussions.filter((discussion) => discussion.item_key === item.item_key);
		if (own.length) own.forEach((discussion) => stops.push(child_stop(item, discussion)));
		else if (item.purpose === "Talk") stops.push({ item, discussion: null, id: item.name });
	}
	const loose = discussions.filter((discussion) => !keys.has(discussion.item_key));
	const item = { name: "", item_key: "", title: __("Added to the agenda"), minutes: 0, purpose: "", guidance: "" };
	return stops.concat(loose.map((discussion) => child_stop(item, discussion)));
}

const child_stop = (item, discussion) => ({ item, discussion, id: discussion.name });
