// What ESLint looks for in the client code. `./dev lint` runs it with the packages of lint/eslint/package.json; an editor finds
// them through NODE_PATH. Rules are there to find faults; how code is laid out is not their business.
const js = require("@eslint/js");
const globals = require("globals");
const unsanitized = require("eslint-plugin-no-unsanitized");

const ppoc = {
	rules: { escaped: require("./lint/eslint/rules/escaped.cjs"), translated: require("./lint/eslint/rules/translated.cjs") },
};
const OURS = ["ppoc/public/js/**/*.js", "ppoc/ppoc/**/*.js"];
const DESK = ["$", "__", "cint", "format_number", "frappe", "moment", "ppoc", "strip_html"];

const FAULTS = {
	"array-callback-return": "error",
	"default-case-last": "error",
	eqeqeq: "error",
	"no-alert": "error",
	"no-constructor-return": "error",
	"no-eval": "error",
	"no-implied-eval": "error",
	"no-loop-func": "error",
	"no-new-func": "error",
	"no-return-assign": "error",
	"no-self-compare": "error",
	"no-sequences": "error",
	"no-shadow": "error",
	"no-template-curly-in-string": "error",
	"no-throw-literal": "error",
	"no-unmodified-loop-condition": "error",
	"no-unreachable-loop": "error",
	"no-unused-expressions": "error",
	"no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
	"no-use-before-define": ["error", { functions: false, variables: false, classes: false }],
	"no-useless-return": "error",
	"no-var": "error",
	"prefer-const": "error",
	radix: "error",
};

module.exports = [
	{ ignores: [".trial/", "ppoc/public/dist/"] },
	js.configs.recommended,
	{ linterOptions: { reportUnusedDisableDirectives: "error" }, rules: FAULTS },
	{
		files: OURS,
		languageOptions: { ecmaVersion: 2022, globals: { ...globals.browser, ...Object.fromEntries(DESK.map((name) => [name, "readonly"])) } },
		plugins: { "no-unsanitized": unsanitized, ppoc },
		rules: { "no-console": "error", "no-unsanitized/method": "error", "no-unsanitized/property": "error", "ppoc/escaped": "error", "ppoc/translated": "error" },
	},
	{ files: ["ppoc/public/js/**/*.js"], languageOptions: { sourceType: "module" } },
	{
		// The Desk makes a function of a DocType's script: what it declares is its own.
		files: ["ppoc/ppoc/doctype/**/*.js"],
		languageOptions: { sourceType: "commonjs", globals: { exports: "off", global: "off", module: "off", require: "off" } },
	},
	{
		// A page's and a report's it runs as they are: two with the same name at the top cannot both be opened.
		files: ["ppoc/ppoc/{page,report}/**/*.js"],
		languageOptions: { sourceType: "script" },
		rules: { "no-implicit-globals": ["error", { lexicalBindings: true }] },
	},
	{ files: ["ppoc/tests/**/*.js"], languageOptions: { sourceType: "script", globals: globals.browser } },
	{ files: ["**/*.cjs"], languageOptions: { sourceType: "commonjs", globals: globals.node } },
];
