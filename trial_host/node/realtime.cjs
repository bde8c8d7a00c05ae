// Live updates: what Frappe publishes in Redis goes to the browsers that may see it, over socket.io.
//
// The rooms and events are those that Frappe's desk client of version 15 joins and sends. Who somebody is and
// what they may follow is asked from the web server, with the cookie they connected with.
"use strict";

const http = require("http");

const HOST = "127.0.0.1";
const CHANNEL = "events";

const room_of = {
	user: (user) => `user:${user}`,
	doctype: (doctype) => `doctype:${doctype}`,
	doc: (doctype, name) => `doc:${doctype}/${name}`,
	open_doc: (doctype, name) => `open_doc:${doctype}/${name}`,
	task: (task) => `task_progress:${task}`,
	everyone: "all",
	website: "website",
};

async function start_realtime(server, job) {
	const from = (name) => require(require.resolve(name, { paths: [job.modules] }));
	const { Server } = from("socket.io");
	const redis = from("@redis/client");

	const io = new Server(server, { cors: { origin: true, credentials: true }, serveClient: false });
	const site = io.of(`/${job.site}`);
	site.use((socket, next) => admit(socket, job).then(() => next(), next));
	site.on("connection", (socket) => serve(socket, site, job));

	const subscriber = redis.createClient({ url: job.redis });
	subscriber.on("error", (error) => console.error(`redis: ${error.message}`));
	await subscriber.connect();
	await subscriber.subscribe(CHANNEL, (text) => publish(site, job, JSON.parse(text)));
}

function publish(site, job, message) {
	if (message.namespace !== job.site) return;
	const target = message.room ? site.to(message.room) : site;
	target.emit(message.event, message.message);
}

// A page of another origin must not ride on this one's cookie.
async function admit(socket, job) {
	const { origin, host, cookie, authorization } = socket.request.headers; // codespell:ignore authorization
	if (origin && new URL(origin).host !== host) throw new Error("Invalid origin");
	if (!cookie && !authorization) throw new Error("No authentication method used"); // codespell:ignore authorization
	socket.asks = { host, ...(cookie && { cookie }), ...(authorization && { authorization }) }; // codespell:ignore authorization
	const who = await ask(job, socket, "frappe.realtime.get_user_info", {});
	if (!who || !who.user) throw new Error("Unauthorized");
	socket.user = who.user;
	socket.user_type = who.user_type;
}

function ask(job, socket, method, parameters) {
	const query = new URLSearchParams(parameters);
	const headers = { ...socket.asks, "x-frappe-site-name": job.site, accept: "application/json" };
	const options = { host: HOST, port: job.web, path: `/api/method/${method}?${query}`, headers, agent: false };
	return new Promise((resolve) => {
		const request = http.get(options, (response) => {
			let body = "";
			response.setEncoding("utf8");
			response.on("data", (part) => (body += part));
			response.on("end", () => resolve(response.statusCode === 200 ? JSON.parse(body).message : null));
		});
		request.on("error", () => resolve(null));
	});
}

// The release that the site runs on has one method for both questions or one for each.
function questions(socket, job) {
	const asked = (method, parameters) => ask(job, socket, `frappe.realtime.${method}`, parameters);
	return job.one_question
		? {
				doctype: (doctype) => asked("has_permission", { doctype, name: "" }),
				doc: (doctype, name) => asked("has_permission", { doctype, name }),
			}
		: {
				doctype: (doctype) => asked("can_subscribe_doctype", { doctype }),
				doc: (doctype, docname) => asked("can_subscribe_doc", { doctype, docname }),
			};
}

function serve(socket, site, job) {
	const may_follow = questions(socket, job);
	socket.open_docs = new Set();
	socket.join([room_of.user(socket.user), room_of.website]);
	if (socket.user_type === "System User") socket.join(room_of.everyone);

	socket.on("task_subscribe", (task) => socket.join(room_of.task(task)));
	socket.on("task_unsubscribe", (task) => socket.leave(room_of.task(task)));
	socket.on("progress_subscribe", (task) => socket.join(room_of.task(task)));
	socket.on("doctype_subscribe", async (doctype) => {
		if (await may_follow.doctype(doctype)) socket.join(room_of.doctype(doctype));
	});
	socket.on("doctype_unsubscribe", (doctype) => socket.leave(room_of.doctype(doctype)));
	socket.on("doc_subscribe", async (doctype, name) => {
		if (await may_follow.doc(doctype, name)) socket.join(room_of.doc(doctype, name));
	});
	socket.on("doc_unsubscribe", (doctype, name) => socket.leave(room_of.doc(doctype, name)));
	socket.on("doc_open", async (doctype, name) => {
		if (!(await may_follow.doc(doctype, name))) return;
		socket.join(room_of.open_doc(doctype, name));
		socket.open_docs.add(JSON.stringify([doctype, name]));
		await tell_viewers(site, doctype, name);
	});
	socket.on("doc_close", (doctype, name) => leave_document(socket, site, doctype, name));
	socket.on("disconnect", () => {
		for (const open of socket.open_docs) leave_document(socket, site, ...JSON.parse(open));
	});
}

function leave_document(socket, site, doctype, name) {
	socket.leave(room_of.open_doc(doctype, name));
	socket.open_docs.delete(JSON.stringify([doctype, name]));
	return tell_viewers(site, doctype, name);
}

// Everybody with a document open sees who else has it open.
async function tell_viewers(site, doctype, name) {
	const room = room_of.open_doc(doctype, name);
	const viewers = await site.in(room).fetchSockets();
	const names = new Set(viewers.map((viewer) => site.sockets.get(viewer.id)?.user).filter(Boolean));
	site.to([room, room_of.doc(doctype, name)]).emit("doc_viewers", { doctype, docname: name, users: [...names] });
}

module.exports = { start_realtime };
