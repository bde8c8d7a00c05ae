window.measures = (() => {
	const visible = (one) => {
		const box = one.getBoundingClientRect();
		return box.width > 1 && box.height > 1 && one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
	};
	const what = (one) => `${one.tagName.toLowerCase()}.${one.className} ${(one.textContent || "").trim().slice(0, 40)}`;
	const controls = () =>
		[...document.querySelectorAll(".ms :is(a[href], button, input, select, textarea, [tabindex='0'])")].filter(visible);

	const name_of = (one) =>
		one.getAttribute("aria-label") ||
		(one.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent).join("") ||
		[...(one.labels || [])].map((label) => label.textContent.trim()).join("") ||
		(one.matches("input, select, textarea") ? "" : one.textContent.trim());

	const parse = (color) => {
		const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
		return { r, g, b, a };
	};
	const over = (top, under) => ({
		r: top.r * top.a + under.r * (1 - top.a),
		g: top.g * top.a + under.g * (1 - top.a),
		b: top.b * top.a + under.b * (1 - top.a),
		a: 1,
	});
	const ground_of = (one) => {
		const grounds = [];
		for (let at = one; at; at = at.parentElement) {
			const colour = parse(getComputedStyle(at).backgroundColor);
			if (colour.a) grounds.push(colour);
			if (colour.a === 1) break;
		}
		return grounds.reverse().reduce((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
	};
	const light_of = ({ r, g, b }) => {
		const [x, y, z] = [r, g, b].map((part) => {
			const share = part / 255;
			return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * x + 0.7152 * y + 0.0722 * z;
	};
	const contrast = (one) => {
		const ground = ground_of(one);
		const lights = [light_of(over(parse(getComputedStyle(one).color), ground)), light_of(ground)].sort((a, b) => b - a);
		return (lights[0] + 0.05) / (lights[1] + 0.05);
	};
	const texts = () => {
		const walker = document.createTreeWalker(document.querySelector(".ms"), NodeFilter.SHOW_TEXT);
		const found = new Set();
		while (walker.nextNode()) if (walker.currentNode.data.trim()) found.add(walker.currentNode.parentElement);
		return [...found].filter((one) => visible(one) && !one.closest(":disabled, .ms-unseen"));
	};

	return {
		unnamed: () => controls().filter((one) => !name_of(one)).map(what),
		faint: () => texts().filter((one) => contrast(one) < 4.5).map((one) => `${contrast(one).toFixed(2)} ${what(one)}`),
		small: () =>
			controls()
				.filter((one) => !one.matches("a"))
				.map((one) => [one, (one.closest("label") || one).getBoundingClientRect()])
				.filter(([, box]) => box.width < 24 || box.height < 24)
				.map(([one, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${what(one)}`),
		focus_seen: () => {
			const one = document.activeElement;
			if (!one || one === document.body) return false;
			const marked = one.matches("[type=radio]") ? one.nextElementSibling : one;
			const style = getComputedStyle(marked);
			return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
		},
	};
})();
