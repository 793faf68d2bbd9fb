// PouchDB as a desk; arguments: folder, address, corpus, seconds at most.
// Writes the corpus, then says it until the other side has it; tells milliseconds and errors.
const [folder, url, corpus, most] = process.argv.slice(2);
const http = require('http');
const Pouch = require('pouchdb-node');
const agent = new http.Agent({ keepAlive: true });
const fetch = (address, options = {}) => Pouch.fetch(address, { ...options, agent });
const sleep = (ms) => new Promise((go) => setTimeout(go, ms));
(async () => {
  require('fs').mkdirSync(folder, { recursive: true });
  const docs = JSON.parse(require('fs').readFileSync(corpus));
  const desk = new Pouch(folder + '/desk');
  await desk.bulkDocs(docs.map((doc) => ({ _id: require('crypto').randomUUID(), ...doc })));
  const hub = new Pouch(url + '/hub1', { fetch });
  const began = Date.now();
  let failures = 0, written = 0, isDone = false;
  while (!isDone && Date.now() - began < most * 1000) {
    try {
      const left = most * 1000 - (Date.now() - began);
      const going = desk.replicate.to(hub, { batch_size: 500 });
      const timer = setTimeout(() => going.cancel(), left);
      const told = await going;
      clearTimeout(timer);
      written += told.docs_written;
      isDone = told.ok && !told.errors.length;
    } catch (error) {
      failures += 1;
      written += (error.result && error.result.docs_written) || 0;
      await sleep(1000);
    }
  }
  const first = Date.now() - began;
  let idle = null;
  if (isDone) {
    const again = Date.now();
    await desk.replicate.to(hub, { batch_size: 500 });
    idle = Date.now() - again;
  }
  console.log(JSON.stringify({ done: isDone, ms: first, failures, written, idle_ms: idle }));
  process.exit(0);
})();
