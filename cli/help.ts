export const PROGRAM_HELP = `
Examples:
  sockscope connect wss://example.com/socket       talk to a server
  sockscope serve --open                           the window, in a browser
  sockscope demo                                   something real to talk to

docs/terminal.md has the details.`

export const CONNECT_HELP = `
On a terminal, type to send; /help lists the commands. Piped input is sent as one text message a line.
After its end the connection closes once nothing has come for --linger milliseconds; with --count,
--duration or --echo these decide. A run that sends nothing listens until the server closes.
--send, --send-base64, --send-file and --ping are done in the order given.
--explain with nothing to send (no --send…, --ping, --count, --duration, --echo, and no line piped in)
closes as soon as the handshake is explained.

Exit status:
  0  closed as asked, or by the server with 1000, 1001 or no code
  1  something failed on this machine, e.g. the disk
  2  wrong usage
  3  the server refused the handshake
  4  the server was not reached (DNS, TCP, TLS, proxy)
  5  closed by a protocol error or abnormally

Examples:
  sockscope connect ws://127.0.0.1:9001/echo
  echo hello | sockscope connect ws://127.0.0.1:9001/echo
  sockscope connect wss://example.com/ws -H 'Authorization: Bearer …' -s graphql-transport-ws
  sockscope connect ws://127.0.0.1:9001/echo --send hi --count 1 --json </dev/null | jq .
  sockscope connect wss://example.com/ws --explain
  sockscope connect ws://app.test/live --unix /run/app.sock
  sockscope connect ws://127.0.0.1:9001/echo --ping --duration 500 --close 4000:done`

export const EXPORT_HELP = `
Formats: ndjson, har, csv, text, pcapng (for Wireshark), sockscope. Secrets are hidden unless --no-redact
says otherwise: credentials and cookies in headers, tokens in URLs, passwords and keys in JSON. Each is
written as asterisks of the same length; what was hidden is told on stderr.

Examples:
  sockscope export talk.sockscope -o talk.pcapng
  sockscope export talk.sockscope -o talk.har --redact-json '$..email'
  sockscope export talk.sockscope 'dir:in size>1k' -o large.csv
  sockscope export talk.sockscope -o all.ndjson --no-redact`

export const IMPORT_HELP = `
Collections: Postman, Insomnia, Bruno, Yaak, AsyncAPI, HAR, as files or folders; -o names the workspace they
are written into. Captures: HAR, pcap, pcapng, records (NDJSON), .sockscope; -o names the file. A HAR is taken
for captures unless --as says connections.

Examples:
  sockscope import exchange.postman_collection.json local.postman_environment.json -o ./workspace
  sockscope import ./bruno-collection -o ./workspace
  sockscope import session.har --as connections -o ./workspace
  sockscope import session.har -o session.sockscope`

export const SHOW_HELP = `
docs/query.md has the language of queries. A query that begins with a dash stands behind --.

Exit status: 0 with hits, 6 without any, 2 for a query with a fault.

Examples:
  sockscope show run.sockscope
  sockscope show run.sockscope 'not op:ping|pong'
  sockscope show run.sockscope 'error dir:in t>+5s' --context 3
  sockscope show run.sockscope 'json:$.type == "order"' --json | jq .`
