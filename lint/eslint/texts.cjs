// Says what `__()` is called with in the files that standard input names: a line of JSON for each, {file, text, context}.
// It reads code as ESLint does, so that calls inside calls and inside template literals are found as well.
const { readFileSync } = require("node:fs");
const { Linter } = require("eslint");

const say = (context) => ({
	CallExpression({ callee, arguments: [text, , spoken_of] }) {
		if (callee.name !== "__" || typeof text?.value !== "string") return;
		console.log(JSON.stringify({ file: context.filename, text: text.value, context: spoken_of?.value }));
	},
});
const config = { plugins: { texts: { rules: { said: { create: say } } } }, rules: { "texts/said": "error" } };

const linter = new Linter();
for (const file of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
	const fault = linter.verify(readFileSync(file, "utf8"), [config], file).find(({ fatal }) => fatal);
	if (fault) throw new Error(`${file}:${fault.line}: ${fault.message}`);
}
