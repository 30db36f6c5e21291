package mistakes

import "example.com/socket-tutorial/harness/mistakes/right"

var echoClient = []row[*right.EchoClient]{
	{"eleven-bytes", "long-message", "wanted the end", "it asks recv for eleven bytes",
		func(c *right.EchoClient) { c.Buffer = 11 }},
}
