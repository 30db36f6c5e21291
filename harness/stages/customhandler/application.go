package customhandler

import (
	"fmt"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// application is what comes after hello world: a second route, and a form. A
// program that takes the contract's flags serves it with -app.
var application = []check.Check{
	{
		Name:  "second-route",
		Title: "GET /count is answered with the lines 1 to 5, and GET /nowhere with 404",
		Level: check.Beyond,
		Why:   "the path chooses what to answer: all of it is in self.path",
		Hint:  "compare Path in DoGET: answer and return, or SendError(404) for what you do not know",
		Try:   "curl -i http://127.0.0.1:8000/count   (started with -app)",
		Flags: []string{"-app"},
		Needs: []string{"silent-client"},
		Run: func(t *check.T) {
			http1.Get(t, "/count").WantStatus(200).WantBody("1\n2\n3\n4\n5\n")
			http1.Get(t, "/nowhere").WantStatus(404)
		},
	},
	{
		Name:  "form",
		Title: "POST /greet with name=Wei is answered with hello Wei",
		Level: check.Beyond,
		Why:   "a form comes as the body of a POST, and Content-Length says where it ends (self.rfile.read in do_POST)",
		Hint:  "in DoPOST read Content-Length bytes of the body, no fewer and no more, and decode name=…",
		Try:   "curl -i -d name=Wei http://127.0.0.1:8000/greet   (started with -app)",
		Flags: []string{"-app"},
		Needs: []string{"second-route"},
		Run: func(t *check.T) {
			http1.Do(t, post("name=Wei")).WantStatus(200).WantBodyHas("hello Wei")
			http1.Do(t, post("name=An+Na")).WantStatus(200).WantBodyHas("hello An Na")
		},
	},
	{
		Name:  "form-in-pieces",
		Title: "the form may arrive after its head, and in pieces",
		Level: check.Beyond,
		Why:   "TCP is a stream of bytes: a body need not be there when its head is (self.rfile.read waits)",
		Hint:  "go on reading until Content-Length bytes are there",
		Flags: []string{"-app"},
		Needs: []string{"form"},
		Run: func(t *check.T) {
			whole := post("name=W%C3%BC")
			head := strings.Index(whole, "name=")
			c := t.Connect()
			c.Send(whole[:head], whole[head:head+6], whole[head+6:])
			http1.Receive(c, "POST").WantStatus(200).WantBodyHas("hello Wü")
		},
	},
	{
		Name:  "form-is-no-markup",
		Title: "a name that looks like markup is shown, and not obeyed",
		Level: check.Beyond,
		Why:   "whoever fills in the form would otherwise write your page: <script> included (cgi.escape in list_directory)",
		Hint:  "html.EscapeString, or html/template",
		Try:   "curl -d 'name=<b>Wei' http://127.0.0.1:8000/greet   (started with -app)",
		Flags: []string{"-app"},
		Needs: []string{"form"},
		Run: func(t *check.T) {
			http1.Do(t, post("name=%3Cb%3EWei")).WantStatus(200).WantBodyHas("hello &lt;b&gt;Wei")
		},
	},
}

// post is the request that a browser makes of a form: one line of body.
func post(form string) string {
	return fmt.Sprintf("POST /greet HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(form), form)
}
