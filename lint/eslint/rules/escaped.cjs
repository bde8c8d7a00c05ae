// A value of a record that goes into markup is escaped where it goes in: `ppoc.words.escape(row.name)`.
//
// What a variable holds cannot be seen here; what is looked for is a property of an object (`row.name`, `frm.doc.title`)
// put into markup as it is. ESLint's no-unsanitized looks at what is assigned to `innerHTML` and the like.

const TAG = /<\/?[a-z][^<]*>?/u;
const HARMLESS = new Set(["length", "size"]);
const MADE_MARKUP = /(?:^|_)(?:html|svg)$/u; // by the server or a function here, which escapes what it puts in
// Functions of the platform that show their first argument, or its `message`, as markup.
const SHOWING = new Set([
	"add_comment", "confirm", "html", "msgprint", "set_description", "set_headline", "set_headline_alert", "set_intro", "show_alert", "throw", "warn",
]);
const MARKUP_KEYS = new Set(["description", "indicator_label", "message"]);

module.exports = {
	meta: {
		type: "problem",
		schema: [],
		messages: { open: "{{value}} goes into markup as it is: put it into ppoc.words.escape() or frappe.utils.escape_html()." },
	},

	create(context) {
		const blame = (node) => context.report({ node, messageId: "open", data: { value: context.sourceCode.getText(node).slice(0, 50) } });
		return {
			TemplateLiteral(node) {
				if (!node.quasis.some((quasi) => TAG.test(quasi.value.cooked))) return;
				for (const value of node.expressions) open_parts(value).forEach(blame);
			},
			CallExpression(node) {
				if (!SHOWING.has(called(node)) || owner_of(node.callee).name === "ppoc" || !node.arguments.length) return;
				for (const shown of shown_parts(node.arguments[0])) open_parts(shown).forEach(blame);
			},
		};
	},
};

/** What a showing function shows: its argument, or the parts of it that are markup. */
function shown_parts(node) {
	if (node.type !== "ObjectExpression") return [node];
	return node.properties.filter((one) => MARKUP_KEYS.has(one.key?.name ?? one.key?.value)).map((one) => one.value);
}

/** The parts of an expression that are values as they are in a record. */
function open_parts(node) {
	if (!node) return [];
	switch (node.type) {
		case "MemberExpression":
			return is_harmless(node) ? [] : [node];
		case "ConditionalExpression":
			return [...open_parts(node.consequent), ...open_parts(node.alternate)];
		case "LogicalExpression":
			return [...(node.operator === "&&" ? [] : open_parts(node.left)), ...open_parts(node.right)];
		case "BinaryExpression":
			return node.operator === "+" ? [...open_parts(node.left), ...open_parts(node.right)] : [];
		case "ChainExpression":
			return open_parts(node.expression);
		case "TemplateLiteral": // one with a tag is looked at by itself
			return node.quasis.some((quasi) => TAG.test(quasi.value.cooked)) ? [] : node.expressions.flatMap(open_parts);
		case "CallExpression":
			return called(node) === "__" ? open_parts_of_text(node) : [];
		default:
			return [];
	}
}

/** Values that are put into a translated text. */
function open_parts_of_text({ arguments: [text, values] }) {
	return [...open_parts(text), ...(values?.type === "ArrayExpression" ? values.elements.flatMap(open_parts) : [])];
}

/** A number, or a constant of a module (`WORDS[key]`, `STATES.late`). */
function is_harmless(node) {
	const { name } = node.property;
	if (HARMLESS.has(name) || MADE_MARKUP.test(name ?? "")) return true;
	return /^[A-Z][A-Z_]*$/u.test(owner_of(node).name ?? "");
}

/** What stands before the first dot. */
function owner_of(node) {
	let owner = node;
	while (owner.type === "MemberExpression") owner = owner.object;
	return owner;
}

function called({ callee }) {
	return callee.type === "MemberExpression" ? callee.property.name : callee.name;
}
