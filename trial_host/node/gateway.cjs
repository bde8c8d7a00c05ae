// The trial's front door, in the place that nginx has in production: serves assets and public files, passes
// socket.io to the realtime server in this process and everything else to the web server.
//
//   node gateway.cjs '{"port": …, "web": …, "site": …, "sites": …, "redis": "redis://…", "modules": …,
//                    "one_question": …}'
"use strict";

const fs = require("fs");
const http = require("http");
const path = require("path");

const { start_realtime } = require("./realtime.cjs");

const job = JSON.parse(process.argv[2]);
const HOST = "127.0.0.1";
const A_YEAR = 365 * 24 * 3600;
const HASHED = /\.bundle\.[A-Z0-9]{8}\./;
const TYPES = {
	".css": "text/css; charset=utf-8",
	".gif": "image/gif",
	".html": "text/html; charset=utf-8",
	".ico": "image/x-icon",
	".jpeg": "image/jpeg",
	".jpg": "image/jpeg",
	".js": "text/javascript; charset=utf-8",
	".json": "application/json",
	".map": "application/json",
	".mp3": "audio/mpeg",
	".pdf": "application/pdf",
	".png": "image/png",
	".svg": "image/svg+xml",
	".ttf": "font/ttf",
	".txt": "text/plain; charset=utf-8",
	".webp": "image/webp",
	".woff": "font/woff",
	".woff2": "font/woff2",
};

// URL prefix → folder. Files of users are offered for download when a browser could run them.
const FOLDERS = [
	{ prefix: "/assets/", folder: path.join(job.sites, "assets"), trusted: true },
	{ prefix: "/files/", folder: path.join(job.sites, job.site, "public", "files"), trusted: false },
];
const RUNNABLE = new Set([".html", ".htm", ".svg", ".xml", ".xhtml", ".js"]);

function file_for(url) {
	let wanted;
	try {
		wanted = decodeURIComponent(url.split("?")[0]);
	} catch {
		return null;
	}
	const place = FOLDERS.find((candidate) => wanted.startsWith(candidate.prefix));
	if (!place) return null;
	const file = path.join(place.folder, wanted.slice(place.prefix.length));
	if (!file.startsWith(place.folder + path.sep) || wanted.includes("\0")) return null;
	return { file, trusted: place.trusted };
}

function headers_for(file, facts, trusted) {
	const kind = path.extname(file).toLowerCase();
	const headers = {
		"Content-Type": TYPES[kind] || "application/octet-stream",
		"Content-Length": facts.size,
		"Last-Modified": facts.mtime.toUTCString(),
		"X-Content-Type-Options": "nosniff",
		"Cache-Control": HASHED.test(file) ? `public, max-age=${A_YEAR}, immutable` : "no-cache",
	};
	if (!trusted && RUNNABLE.has(kind)) headers["Content-Disposition"] = "attachment";
	return headers;
}

// Answers from disk; false when there is no such file, which is then the web server's to say.
async function serve_file(request, response) {
	const found = ["GET", "HEAD"].includes(request.method) && file_for(request.url);
	const facts = found && (await fs.promises.stat(found.file).catch(() => null));
	if (!facts || !facts.isFile()) return false;
	const headers = headers_for(found.file, facts, found.trusted);
	if (request.headers["if-modified-since"] === headers["Last-Modified"]) {
		response.writeHead(304).end();
	} else {
		response.writeHead(200, headers);
		if (request.method === "HEAD") response.end();
		else fs.createReadStream(found.file).on("error", () => response.destroy()).pipe(response);
	}
	return true;
}

function pass_on(request, response) {
	const headers = {
		...request.headers,
		"x-forwarded-for": request.socket.remoteAddress,
		"x-forwarded-proto": "http",
		"x-frappe-site-name": job.site,
		connection: "close",
	};
	const upstream = http.request(
		{ host: HOST, port: job.web, method: request.method, path: request.url, headers, agent: false },
		(answer) => {
			delete answer.headers.connection;
			response.writeHead(answer.statusCode, answer.statusMessage, answer.headers);
			answer.pipe(response);
		}
	);
	upstream.on("error", () => {
		if (!response.headersSent) response.writeHead(502, { "Content-Type": "text/plain" });
		response.end("The web server did not answer. Its log says why; try again in a moment.\n");
	});
	response.on("close", () => upstream.destroy());
	request.pipe(upstream);
}

// A null byte in a path is nothing to pass on: nginx refuses it too, and version 16 of Frappe fails on it.
function is_broken(url) {
	return /%00/.test(url.split("?")[0]);
}

const server = http.createServer((request, response) => {
	if (is_broken(request.url)) {
		response.writeHead(400, { "Content-Type": "text/plain" }).end("Bad request\n");
		return;
	}
	serve_file(request, response).then((served) => served || pass_on(request, response));
});

start_realtime(server, job)
	.then(() => server.listen(job.port, HOST))
	.catch((error) => {
		console.error(error.message || error);
		process.exit(1);
	});
process.on("SIGTERM", () => process.exit(0));
