// Every text a user sees goes through `__()`, and what goes in there is one whole text: a translator can do nothing
// with a sentence that is put together before it is translated.

const WORD = /\p{L}{2}/u;
const SENTENCE = /^\p{Lu}[^<>{}=]*\s[^<>{}=]*[.?!…:]$|^\p{Lu}\S*(\s+\S+){7,}$/u;
const NAME = /^[a-z][\w-]*$/u; // of a field, a colour, a key

// Properties of an object, and attributes of an element, that the platform shows as they are.
const SHOWN = new Set([
	"alt", "aria-description", "aria-label", "aria-roledescription", "description", "label", "message", "nothing", "placeholder",
	"primary_action_label", "secondary_action_label", "title",
]);
const ATTRIBUTES = new RegExp(`\\s(?:${[...SHOWN].filter((name) => !name.includes("_")).join("|")})="([^"]*)`, "gu");

// What is called with texts: by the function's or method's name, the places of the texts among its arguments.
const CALLS = {
	__proto__: null,
	add_action_item: [0], add_actions_menu_item: [0], add_button: [0], add_comment: [0], add_custom_button: [0, 2], add_inner_button: [0, 2],
	add_menu_item: [0], announce: [0], button: [0], confirm: [0], createTextNode: [0], msgprint: [0], notice: [0], prompt: [0, 2, 3],
	set_description: [0], set_headline: [0], set_indicator: [0], set_intro: [0], set_primary_action: [0], set_secondary_action_label: [0],
	set_title: [0], show_alert: [0], show_progress: [0, 3], text: [0], throw: [0], unseen: [0], warn: [0, 1],
};

module.exports = {
	meta: {
		type: "problem",
		schema: [],
		messages: {
			untranslated: "“{{text}}” is shown as it is: put it into __().",
			joined: "__() takes one whole text; put values into it as in __(\"{0} of {1}\", [done, all]).",
			chosen: "A text chosen inside __() is not found by translators: choose between two calls of __().",
		},
	},

	create(context) {
		const blame = (node, text) => {
			const shortened = text.trim().replace(/\s+/gu, " ").slice(0, 50);
			context.report({ node, messageId: "untranslated", data: { text: shortened } });
		};
		const refuse = (node) => {
			for (const part of outcomes(node)) if (!NAME.test(plain(part)) && WORD.test(seen_of(plain(part)))) blame(part, seen_of(plain(part)));
		};

		return {
			CallExpression(node) {
				const name = called(node);
				if (name === "__") return check_template(context, node.arguments[0]);
				for (const place of CALLS[name] ?? []) refuse(node.arguments[place]);
				if (["attr", "prop", "setAttribute"].includes(name) && SHOWN.has(node.arguments[0]?.value)) refuse(node.arguments[1]);
				if (name === "element") node.arguments.slice(2).forEach(refuse);
			},
			Property(node) {
				if (SHOWN.has(node.key.name ?? node.key.value) && node.parent.type === "ObjectExpression") refuse(node.value);
			},
			AssignmentExpression(node) {
				const name = node.left.property?.name;
				if (["innerText", "placeholder", "textContent", "title"].includes(name)) refuse(node.right);
			},
			Literal(node) {
				if (typeof node.value !== "string" || is_translated(node) || is_compared(node)) return;
				if (SENTENCE.test(node.value) || is_markup(node.value)) check_text(node, node.value);
			},
			TemplateLiteral(node) {
				if (is_translated(node)) return;
				const text = plain(node);
				if (SENTENCE.test(text) || is_markup(text)) check_text(node, text);
			},
		};

		function check_text(node, text) {
			if (is_reported(node)) return;
			if (WORD.test(seen_of(text))) blame(node, seen_of(text));
		}
	},
};

/** What an expression may come to, as far as it is written here. */
function outcomes(node) {
	if (!node) return [];
	if (node.type === "ConditionalExpression") return [...outcomes(node.consequent), ...outcomes(node.alternate)];
	if (node.type === "LogicalExpression") return [...outcomes(node.left), ...outcomes(node.right)];
	if (node.type === "BinaryExpression" && node.operator === "+") return [...outcomes(node.left), ...outcomes(node.right)];
	if (node.type === "ArrayExpression") return node.elements.flatMap(outcomes);
	return node.type === "TemplateLiteral" || typeof node.value === "string" ? [node] : [];
}

/** The text of a literal, without what is put into it; of markup, what is seen of it. */
function plain(node) {
	if (node.type === "Literal") return String(node.value);
	return node.quasis.map((quasi) => quasi.value.cooked).join("\u0000");
}

function is_markup(text) {
	return /<\/?[a-z][^<]*>?/u.test(text);
}

function seen_of(markup) {
	if (!is_markup(markup)) return markup.replaceAll("\u0000", " ");
	const said = [...markup.matchAll(ATTRIBUTES)].map(([, words]) => words);
	return [...said, markup.replace(/<[^>]*>?/gu, " ").replace(/^[^<]*>/u, " ").replace(/&\w+;/gu, " ")].join(" ").replaceAll("\u0000", " ");
}

function called({ callee }) {
	return callee.type === "MemberExpression" ? callee.property.name : callee.name;
}

function check_template(context, node) {
	for (const part of [node].filter(Boolean)) {
		const built = part.type === "BinaryExpression" || (part.type === "TemplateLiteral" && part.expressions.length);
		if (built || (part.type === "CallExpression" && called(part) === "format")) context.report({ node: part, messageId: "joined" });
		if (["ConditionalExpression", "LogicalExpression"].includes(part.type) && outcomes(part).some((one) => WORD.test(plain(one)))) {
			context.report({ node: part, messageId: "chosen" });
		}
	}
}

/** Whether a text stands in `__()`, itself or as a part of what does. */
function is_translated(node) {
	for (let at = node; at.parent; at = at.parent) {
		if (at.parent.type === "CallExpression" && called(at.parent) === "__") return true;
		if (!/Expression$|^TemplateLiteral$/u.test(at.parent.type)) return false;
	}
	return false;
}

function is_compared({ parent }) {
	return parent.type === "BinaryExpression" && ["===", "!=="].includes(parent.operator);
}

/** Whether one of the listed places has said it already. */
function is_reported(node) {
	for (let at = node; at.parent; at = at.parent) {
		const { parent } = at;
		if (parent.type === "Property") return parent.value === at && SHOWN.has(parent.key.name ?? parent.key.value);
		if (parent.type === "CallExpression") return (CALLS[called(parent)] ?? []).includes(parent.arguments.indexOf(at));
		if (!["ConditionalExpression", "LogicalExpression", "BinaryExpression", "ArrayExpression"].includes(parent.type)) return false;
	}
	return false;
}
