// Builds the client bundles of one app: every *.bundle.{js,ts,css,scss} below its public folder.
//
//   node bundles.cjs '{"app": …, "source": …, "target": …, "modules": …, "roots": […], "manifests": …}'
//
// app        the name in /assets/<app>/dist/…
// source     the app's public folder; target: the folder that gets dist/
// modules    node_modules to resolve from; roots: folders of apps, searched like node_modules
// manifests  the folder of assets.json and assets-rtl.json, whose entries for other apps are kept
"use strict";

const fs = require("fs");
const path = require("path");

const job = JSON.parse(process.argv[2]);
const from = (name) => require(require.resolve(name, { paths: [job.modules] }));
const esbuild = from("esbuild");
const vue = from("esbuild-plugin-vue3");
const sass = from("sass");
const postcss = from("postcss");
const autoprefixer = from("autoprefixer");
const rtlcss = from("rtlcss");

const SCRIPT = /\.bundle\.(js|ts)$/;
const STYLE = /\.bundle\.(css|scss|sass)$/;
const SKIPPED = new Set(["node_modules", "dist"]);

function files_below(folder) {
	return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		if (SKIPPED.has(entry.name)) return [];
		const full = path.join(folder, entry.name);
		return entry.isDirectory() ? files_below(full) : [full];
	});
}

const templates = {
	name: "html-templates",
	setup(build) {
		build.onLoad({ filter: /\.html$/ }, (found) => {
			const name = path.basename(found.path).split(".")[0];
			const text = fs.readFileSync(found.path, "utf8").replace(/`/g, "\\`");
			return { contents: `frappe.templates[${JSON.stringify(name)}] = \`${text}\`;`, loader: "js" };
		});
	},
};

const served_as_is = {
	name: "served-as-is",
	setup(build) {
		build.onResolve({ filter: /^\/assets\// }, (found) => ({ path: found.path, external: true }));
	},
};

const compiled = new Map();

// Sass is the slow part and the same for both reading directions, so each sheet is compiled once.
function css_of(file) {
	if (!compiled.has(file)) compiled.set(file, file.endsWith(".css") ? fs.readFileSync(file, "utf8") : compile(file));
	return compiled.get(file);
}

function compile(file) {
	const result = sass.renderSync({
		file,
		quietDeps: true,
		outputStyle: "expanded",
		includePaths: [job.modules, ...job.roots],
		importer: (url) => ({ file: url.replace(/^~/, "").replace(/\.css$/, "") }),
		logger: sass.Logger && sass.Logger.silent,
	});
	return result.css.toString();
}

function styles(right_to_left) {
	const plugins = right_to_left ? [rtlcss, autoprefixer] : [autoprefixer];
	return {
		name: "styles",
		setup(build) {
			build.onLoad({ filter: /\.(scss|sass|css)$/ }, async (found) => {
				const css = await postcss(plugins).process(css_of(found.path), { from: found.path, map: false });
				return { contents: css.css, loader: "css", resolveDir: path.dirname(found.path) };
			});
		},
	};
}

function bundle(entries, folder, plugins) {
	return esbuild.build({
		entryPoints: Object.fromEntries(
			entries.map((file) => [`${folder}/${path.basename(file, path.extname(file))}`, file])
		),
		plugins,
		entryNames: "[dir]/[name].[hash]",
		outdir: path.join(job.target, "dist"),
		target: ["es2017"],
		bundle: true,
		minify: true,
		metafile: true,
		write: false,
		logLevel: "error",
		absWorkingDir: job.target,
		nodePaths: [job.modules, ...job.roots],
		define: {
			"process.env.NODE_ENV": '"production"',
			__VUE_OPTIONS_API__: "true",
			__VUE_PROD_DEVTOOLS__: "false",
		},
	});
}

// The <style> blocks of .vue files come out as a sheet beside the script; Desk loads scripts only.
function with_own_styles(result) {
	const stem = (file) => path.basename(file).split(".bundle.")[0];
	const sheets = new Map(result.outputFiles.filter((f) => f.path.endsWith(".css")).map((f) => [stem(f.path), f]));
	return result.outputFiles
		.filter((file) => file.path.endsWith(".js"))
		.map((file) => {
			const sheet = sheets.get(stem(file.path));
			const inserted = sheet ? `frappe.dom.set_style(${JSON.stringify(sheet.text)});\n` : "";
			return { path: file.path, contents: inserted + file.text };
		});
}

function write(outputs) {
	for (const file of outputs) {
		fs.mkdirSync(path.dirname(file.path), { recursive: true });
		fs.writeFileSync(file.path, file.contents);
	}
}

// desk.bundle.js → /assets/frappe/dist/js/desk.bundle.4ZKQ.js
function entries_of(result, prefix) {
	const entries = {};
	for (const [output, facts] of Object.entries(result.metafile.outputs)) {
		if (!facts.entryPoint || (SCRIPT.test(facts.entryPoint) && output.endsWith(".css"))) continue;
		const name = prefix + path.basename(facts.entryPoint).replace(/\.(scss|sass)$/, ".css").replace(/\.ts$/, ".js");
		entries[name] = `/assets/${job.app}/${output.split(path.sep).join("/")}`;
	}
	return entries;
}

function update_manifest(name, entries) {
	const file = path.join(job.manifests, name);
	const known = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
	const kept = Object.entries(known).filter(([, url]) => !url.startsWith(`/assets/${job.app}/`));
	fs.writeFileSync(`${file}.new`, JSON.stringify({ ...Object.fromEntries(kept), ...entries }, null, 1));
	fs.renameSync(`${file}.new`, file);
}

async function main() {
	const found = files_below(job.source);
	const scripts = found.filter((file) => SCRIPT.test(file));
	const sheets = found.filter((file) => STYLE.test(file));
	fs.mkdirSync(job.manifests, { recursive: true });
	fs.rmSync(path.join(job.target, "dist"), { recursive: true, force: true });
	const js = await bundle(scripts, "js", [vue(), templates]);
	write(with_own_styles(js));
	const css = await bundle(sheets, "css", [served_as_is, styles(false)]);
	write(css.outputFiles);
	const rtl = await bundle(sheets, "css-rtl", [served_as_is, styles(true)]);
	write(rtl.outputFiles);
	update_manifest("assets.json", { ...entries_of(js, ""), ...entries_of(css, "") });
	update_manifest("assets-rtl.json", entries_of(rtl, "rtl_"));
	console.log(`${scripts.length} scripts, ${sheets.length} sheets`);
}

main().catch((error) => {
	console.error(error.message || error);
	process.exit(1);
});
