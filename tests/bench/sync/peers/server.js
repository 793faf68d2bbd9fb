// express-pouchdb as a province; arguments: folder. Tells its port on standard output.
const folder = process.argv[2];
const Pouch = require('pouchdb-node').defaults({ prefix: folder + '/hub/' });
require('fs').mkdirSync(folder + '/hub', { recursive: true });
const app = require('express')();
app.use('/', require('express-pouchdb')(Pouch, {
  mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: folder + '/log',
}));
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
