// Stage 06 in Node, by its own http module. Arguments: HOST PORT hello|app.
const http = require('http')

const escapes = {'&': '&#38;', '<': '&#60;', '>': '&#62;', '"': '&#34;'}

async function answer(request) {
  const path = request.url.split('?')[0]
  if (!['GET', 'POST'].includes(request.method)) return [501, 'text/html', 'No\n']
  if (process.argv[4] !== 'app') return [200, 'text/html', 'hello world\r\n']
  if (request.method === 'POST' && path === '/greet') {
    let form = ''
    for await (const piece of request.setEncoding('utf8')) form += piece
    const name = new URLSearchParams(form).get('name') ?? ''
    return [200, 'text/html; charset=utf-8', 'hello ' + name.replace(/[&<>"]/g, c => escapes[c]) + '\n']
  }
  if (path === '/count') return [200, 'text/plain', '1\n2\n3\n4\n5\n']
  return path === '/' ? [200, 'text/html', 'hello world\r\n'] : [404, 'text/html', 'No\n']
}

http.createServer(async (request, response) => {
  const [status, type, body] = await answer(request)
  const when = new Date().toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1/$2/$3 $4')
  console.error(`${request.socket.remoteAddress} - - [${when}] "${request.method} ${request.url} HTTP/${request.httpVersion}" ${status} -`)
  response.writeHead(status, {'Content-type': type, 'Content-Length': Buffer.byteLength(body)})
  response.end(body)
}).listen(process.argv[3], process.argv[2])
