package customhandler

import (
	"fmt"
	"strings"
	"time"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// application is what comes after hello world: a second route, and a form. A
// program that takes the contract's flags serves it with -app.
var application = []check.Check{
	{
		Name:   "second-route",
		Title:  "GET /count is answered with the lines 1 to 5, and GET /nowhere with 404",
		Level:  check.Beyond,
		Why:    "the path chooses what to answer: all of it is in self.path",
		Hint:   "compare all of Path in DoGET, not how it begins: answer and return, or SendError(404) for what you do not know",
		Try:    "curl -i http://127.0.0.1:8000/count",
		Remark: "started with -app",
		Flags:  []string{"-app"},
		Needs:  []string{"silent-client"},
		Run: func(t *check.T) {
			http1.Get(t, "/count").WantStatus(200).WantBody("1\n2\n3\n4\n5\n")
			http1.Each(t, []string{"/nowhere", "/counter", "/coun", "/count/1"}, func(target string) { http1.Get(t, target).WantStatus(404) })
		},
	},
	{
		Name:   "form",
		Title:  "POST /greet with name=Wei is answered with hello Wei",
		Level:  check.Beyond,
		Why:    "a form comes as the body of a POST, and Content-Length says where it ends (self.rfile.read in do_POST)",
		Hint:   "in DoPOST read Content-Length bytes of the body, no fewer and no more, and decode name=…: its percent signs to bytes, which are UTF-8. Content-Length of the answer counts bytes, too, not characters",
		Try:    "curl -i -d name=Wei http://127.0.0.1:8000/greet",
		Remark: "started with -app",
		Flags:  []string{"-app"},
		Needs:  []string{"second-route"},
		Run: func(t *check.T) {
			http1.Do(t, post("name=Wei")).WantStatus(200).WantBodyHas("hello Wei")
			http1.Do(t, post("name=An+Na")).WantStatus(200).WantBodyHas("hello An Na")
			t.Fold("two names in ASCII were greeted as they should be")
			c := t.Connect()
			r := http1.DoOn(c, post("name=%E4%BC%9F")).WantStatus(200)
			c.ExpectNothing()
			r.WantBodyHas("hello 伟")
		},
	},
	{
		Name:   "form-fields",
		Title:  "the name may hold =, and stand among other fields",
		Level:  check.Beyond,
		Why:    "& stands between fields, and the first = of each between its name and its value",
		Hint:   "split at each &, then at the first =; decode the two sides last",
		Try:    "curl -d 'crop=maize&name=a=b' http://127.0.0.1:8000/greet",
		Remark: "started with -app",
		Flags:  []string{"-app"},
		Needs:  []string{"form"},
		Run: func(t *check.T) {
			http1.Each(t, []string{"name=a=b", "crop=maize&name=a=b", "name=a=b&crop=maize", "surname=Li&name=a%3Db&crop=", "name=a%26x=b"}, func(form string) {
				want := "hello a=b"
				if strings.Contains(form, "%26") {
					want = "hello a&x=b"
				}
				http1.Do(t, post(form)).WantStatus(200).WantBodyHas(want)
			})
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
		Name:  "forms-side-by-side",
		Title: "each of two clients is greeted by its own name",
		Level: check.Beyond,
		Why:   "what is kept in the server, or in a variable of the program, is found there by everybody: each connection has a handler of its own (self)",
		Hint:  "keep the form and the name in variables of the one request",
		Flags: []string{"-app"},
		Needs: []string{"form-in-pieces"},
		Run:   sideBySide,
	},
	{
		Name:   "form-is-no-markup",
		Title:  "a name that looks like markup is shown, and not obeyed",
		Level:  check.Beyond,
		Why:    "whoever fills in the form would otherwise write your page: <script> included (cgi.escape in list_directory)",
		Hint:   `write & < > " as &amp; &lt; &gt; &quot;: html.EscapeString does in Go, html.escape in Python`,
		Try:    "curl -d 'name=<b>Wei' http://127.0.0.1:8000/greet",
		Remark: "started with -app",
		Flags:  []string{"-app"},
		Needs:  []string{"form"},
		Run: func(t *check.T) {
			r := http1.Do(t, post("name=%3Cb%3EWei%22")).WantStatus(200)
			if strings.Contains(r.Body, "<b>") {
				r.FailBody("<b>", "wanted it escaped, as in &lt;b&gt;")
			}
			r.WantBodyHas(`hello <b>Wei"`)
		},
	},
}

// sideBySide sends forms whose pieces lie between each other, and then many at once.
func sideBySide(t *check.T) {
	names := []string{t.Letters(6), t.Letters(6)}
	var conns []*check.Conn
	for _, name := range names {
		c := t.Connect()
		whole := post("name=" + name)
		c.Send(whole[:len(whole)-3])
		conns = append(conns, c)
	}
	conns[0].Pause(50 * time.Millisecond) // the two beginnings have been read
	for i, c := range conns {
		c.Send(names[i][3:])
	}
	for i, c := range conns {
		http1.Receive(c, "POST").WantStatus(200).WantBodyHas("hello " + names[i])
	}
	t.Fold("two forms whose pieces lay between each other were answered as they should be")
	conns = nil
	number := func(i int) string { return fmt.Sprintf("number-%d-", i) }
	for i := range 30 {
		c := t.Connect()
		c.Send(post("name=" + number(i)))
		conns = append(conns, c)
	}
	for i, c := range conns {
		t.Fold("30 forms were sent at once; %d answers are right", i)
		http1.Receive(c, "POST").WantStatus(200).WantBodyHas("hello " + number(i))
	}
}

// post is the request that a browser makes of a form: one line of body.
func post(form string) string {
	return fmt.Sprintf("POST /greet HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(form), form)
}
