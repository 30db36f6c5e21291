package browser

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recordedPages has stage 03 write the pages of its recordings.
func recordedPages(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	build := exec.Command("go", "run", ".", "-s", "recorded", "-o", folder)
	build.Dir = filepath.Join("..", "..", "03-handshake-trace")
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return folder
}

// trace is what a page was made from, as timeline.Trace has it in JSON.
type trace struct {
	Segments []struct {
		Number int
		Flags  string
	}
	Events []struct {
		End, Kind, Text, State string
		Call                   *struct{ Returned bool }
		Segment                int
		Queues                 *struct {
			Receive, Send, Accept, Backlog int
			Listens                        bool
		}
	}
}

func traceOf(t *testing.T, path string) (found trace) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	_, rest, _ := strings.Cut(string(text), `id="data">`)
	data, _, _ := strings.Cut(rest, "</script>")
	var read struct{ Trace trace }
	require.NoError(t, json.Unmarshal([]byte(data), &read))
	return read.Trace
}

// end is what the page shows of one end.
type end struct {
	State, Call   string
	Waits         bool
	Send, Receive int
	Accept        int // -1 where nothing listens
}

// shown is what the page shows.
type shown struct {
	Event          int
	Client, Server end
	Segments       []string // of each: "", flies, arrived or lost
	Lit            string   // the states that the figure lights, client's first
}

const showing = `(() => {
	const of = id => {
		const find = name => document.querySelector("#" + id + " ." + name);
		return {
			State: find("pill").dataset.state, Call: find("call").dataset.call, Waits: find("call").classList.contains("waits"),
			Send: Number(find("send").dataset.count), Receive: Number(find("receive").dataset.count),
			Accept: find("accepts").hidden ? -1 : Number(find("accepts").dataset.count),
		};
	};
	const lit = id => [...document.querySelectorAll(".node.at-" + id + " > text")].map(t => t.textContent).join();
	return {
		Event: Number(document.body.dataset.event), Client: of("client"), Server: of("server"), Lit: lit("client") + " " + lit("server"),
		Segments: [...document.querySelectorAll(".arrow")].map(a => a.classList.contains("hidden") ? "" : a.dataset.is),
	};
})()`

// expect replays a trace as far as an event, apart from what the page does.
func expect(tr trace, events int) shown {
	want := shown{Event: events, Client: end{Accept: -1}, Server: end{Accept: -1}, Segments: make([]string, len(tr.Segments))}
	for _, e := range tr.Events[:events] {
		at := &want.Client
		if e.End == "server" {
			at = &want.Server
		}
		switch e.Kind {
		case "enter", "return":
			at.Call, at.Waits = e.Text, e.Kind == "enter" && !e.Call.Returned
		case "state":
			at.State = e.State
		case "queued":
			at.Send, at.Receive, at.Accept = e.Queues.Send, e.Queues.Receive, -1
			if e.Queues.Listens {
				at.Accept = e.Queues.Accept
			}
		default:
			want.Segments[e.Segment] = map[string]string{"leave": "flies", "arrive": "arrived", "lost": "lost"}[e.Kind]
		}
	}
	want.Lit = want.Client.State + " " + want.Server.State
	return want
}

// often is how often a test looks whether the page has come somewhere.
const often = 20 * time.Millisecond

var projector = view{"projector", 1280, false, "light"}

// open opens a page from the disk, as a reader does, and fails at the end of the
// test if it asked for anything.
func (tb *tab) open(t *testing.T, v view, path string) {
	t.Helper()
	tb.look(t, v, "file://"+path)
}

// openStill opens a page on which nothing moves.
func (tb *tab) openStill(t *testing.T, v view, path string) {
	t.Helper()
	tb.look(t, v, "about:blank")
	tb.run(t, emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: v.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}),
		chromedp.Navigate("file://"+path))
}

func (tb *tab) press(t *testing.T, key string) {
	t.Helper()
	tb.run(t, chromedp.KeyEvent(key))
}

// Every recorded page, from end to end and back: at each event it shows what the
// trace says, and nothing is asked of anybody.
func TestTracePages(t *testing.T) {
	folder := recordedPages(t)
	pages, err := filepath.Glob(filepath.Join(folder, "*.html"))
	require.NoError(t, err)
	tb := newTab(t)
	tb.run(t, network.Enable())
	var requests []string
	chromedp.ListenTarget(tb.ctx, func(event any) {
		if e, ok := event.(*network.EventRequestWillBeSent); ok && !strings.HasPrefix(e.Request.URL, "file://"+folder) && e.Request.URL != "data:," {
			requests = append(requests, e.Request.URL)
		}
	})
	events := 0
	for _, path := range pages {
		name := strings.TrimSuffix(filepath.Base(path), ".html")
		if name == "index" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			tr := traceOf(t, path)
			require.NotEmpty(t, tr.Events)
			tb.open(t, projector, path)
			require.Equal(t, expect(tr, 0), ask[shown](t, tb, showing))
			// In one call: a round trip to the browser for each of a thousand steps
			// takes longer than all of them.
			got := ask[[]shown](t, tb, `(() => {
				const step = key => {
					document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
					return `+showing+`;
				};
				const keys = (key, count) => Array.from({ length: count }, () => step(key));
				return [...keys("ArrowRight", `+fmt.Sprint(len(tr.Events))+`), ...keys("ArrowLeft", `+fmt.Sprint(len(tr.Events))+`)];
			})()`)
			require.Len(t, got, 2*len(tr.Events))
			for i := range tr.Events {
				require.Equal(t, expect(tr, i+1), got[i], "after event %d", i+1)
				require.Equal(t, expect(tr, len(tr.Events)-1-i), got[len(tr.Events)+i], "back before event %d", len(tr.Events)-i)
			}
			events += len(tr.Events)
			assert.Empty(t, tb.complaints())
		})
	}
	assert.Empty(t, requests)
	t.Logf("%d pages, %d events, each forward and back", len(pages)-1, events)
}

// Each way to a moment leads there, and the address says where one is.
func TestTracePageMoves(t *testing.T) {
	folder := recordedPages(t)
	echo := filepath.Join(folder, "echo.html")
	tr := traceOf(t, echo)
	tb := newTab(t)
	at := func() int { return ask[shown](t, tb, showing).Event }

	tb.open(t, projector, echo+"#event-12")
	assert.Equal(t, expect(tr, 12), ask[shown](t, tb, showing), "#event-12")
	tb.press(t, kb.ArrowRight)
	assert.Equal(t, 13, at())
	assert.Equal(t, "#event-13", ask[string](t, tb, `location.hash`))
	tb.run(t, chromedp.Evaluate(`location.hash = "#event-40"`, nil))
	assert.Eventually(t, func() bool { return at() == 40 }, pageDeadline, often)
	tb.press(t, "r")
	assert.Equal(t, 0, at())
	tb.press(t, kb.End)
	assert.Equal(t, len(tr.Events), at())

	tb.open(t, projector, echo+"?t=100")
	assert.Equal(t, "SYN_RECV", ask[shown](t, tb, showing).Server.State, "100 ms")

	// Dragged with a mouse from one place to another, and by the keys of a slider.
	box := ask[[]float64](t, tb, `(() => { const b = document.getElementById("time").getBoundingClientRect(); return [b.left, b.top + b.height / 2, b.width]; })()`)
	tb.run(t, chromedp.MouseEvent("mousePressed", box[0]+box[2]*0.2, box[1], chromedp.ButtonLeft, chromedp.ClickCount(1)))
	early := at()
	tb.run(t, chromedp.MouseEvent("mouseMoved", box[0]+box[2]*0.8, box[1], chromedp.ButtonLeft))
	late := at()
	tb.run(t, chromedp.MouseEvent("mouseReleased", box[0]+box[2]*0.8, box[1], chromedp.ButtonLeft, chromedp.ClickCount(1)))
	assert.Less(t, 0, early)
	assert.Less(t, early, late)
	assert.Equal(t, expect(tr, late), ask[shown](t, tb, showing))

	// The arrow keys move what is wider than the screen, where that has the focus.
	tb.run(t, chromedp.Evaluate(`document.getElementById("table").open = true; document.querySelector("#table .scroll").focus()`, nil))
	there := at()
	tb.press(t, kb.ArrowRight)
	assert.Equal(t, there, at())

	// Space plays to the end, and pauses.
	tb.open(t, projector, echo)
	tb.run(t, chromedp.Evaluate(`document.getElementById("speed").value = "4"`, nil))
	tb.press(t, " ")
	assert.Eventually(t, func() bool { return at() > 2 }, pageDeadline, often)
	tb.press(t, " ")
	paused := at()
	assert.Less(t, paused, len(tr.Events))
	assert.False(t, ask[bool](t, tb, `document.body.classList.contains("playing")`))
	tb.press(t, " ")
	assert.Eventually(t, func() bool { return at() == len(tr.Events) }, pageDeadline, often)
	assert.Empty(t, tb.complaints())

	// Where motion is not wanted it goes from event to event.
	tb.openStill(t, projector, echo)
	tb.run(t, chromedp.Evaluate(`document.getElementById("speed").value = "4"`, nil))
	tb.press(t, " ")
	assert.Eventually(t, func() bool { return at() > 2 }, pageDeadline, often)
	assert.Equal(t, "none", ask[string](t, tb, `getComputedStyle(document.querySelector(".call")).animationName`))
}

// A click on a segment opens its bytes; a field and its bytes light each other.
func TestTracePageBytes(t *testing.T) {
	echo := filepath.Join(recordedPages(t), "echo.html")
	tb := newTab(t)
	tb.open(t, projector, echo+"#event-40")
	tb.run(t, chromedp.Evaluate(`document.querySelector('.arrow[data-segment="4"]').focus()`, nil), chromedp.KeyEvent("\r"))
	require.True(t, ask[bool](t, tb, `document.getElementById("bytes").open`))
	assert.Contains(t, ask[string](t, tb, `document.getElementById("bytes").innerText`), "Segment 4, PSH,ACK, byte by byte")
	assert.Equal(t, 57, ask[int](t, tb, `document.querySelectorAll(".byte:not(.letter)").length`))
	tb.run(t, chromedp.Evaluate(`[...document.querySelectorAll("#bytes tr")].find(r => r.innerText.includes("Destination Port")).focus()`, nil))
	assert.Equal(t, "13 88", ask[string](t, tb, `[...document.querySelectorAll(".byte.lit:not(.letter)")].map(b => b.textContent).join(" ")`))
	tb.run(t, chromedp.Evaluate(`document.querySelector('.byte[data-at="24"]').click()`, nil))
	assert.Contains(t, ask[string](t, tb, `document.querySelector("#bytes tr.lit").innerText`), "Sequence Number")
	tb.press(t, kb.Escape)
	assert.False(t, ask[bool](t, tb, `document.getElementById("bytes").open`))
	assert.Equal(t, "4", ask[string](t, tb, `document.activeElement.dataset.segment`), "the focus is where it was")
	tb.run(t, chromedp.Click(`.arrow[data-segment="1"] .label`), chromedp.Evaluate(`document.querySelector('.byte[data-at="33"]').click()`, nil))
	requireReadable(t, tb)
	tb.screenshot(t, "trace-bytes")
	assert.Empty(t, tb.complaints())
}

// A reader answers every question of every page: with the first choice, then
// always right, and on two pages always wrong; the page counts, and says why.
func TestTracePagePredict(t *testing.T) {
	folder := recordedPages(t)
	pages, err := filepath.Glob(filepath.Join(folder, "*.html"))
	require.NoError(t, err)
	tb := newTab(t)
	asked := 0
	for _, path := range pages {
		name := strings.TrimSuffix(filepath.Base(path), ".html")
		if name == "index" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			answer := func(offset int, known []answer) []answer {
				tb.open(t, projector, path)
				tb.press(t, "p")
				choices := []int{}
				for _, a := range known {
					choices = append(choices, (a.Right+offset)%a.Choices)
				}
				return ask[[]answer](t, tb, fmt.Sprintf(answering, strings.Join(strings.Fields(fmt.Sprint(choices)), ",")))
			}
			first := answer(0, nil) // finds out which is right, as the page shows it
			require.NotEmpty(t, first)
			require.LessOrEqual(t, len(first), 12, "nobody answers more")
			asked += len(first)
			var right []string
			for _, a := range first {
				right = append(right, a.Truth)
			}
			require.Equal(t, truths[name], right)
			for offset, verdict := range []string{"Right. ", "Not so. "} {
				if offset > 0 && name != "echo" && name != "backlog" {
					continue // it takes time, and shows the same
				}
				answers := answer(offset, first)
				require.Len(t, answers, len(first))
				for i, a := range answers {
					assert.Equal(t, first[i].Question, a.Question)
					assert.GreaterOrEqual(t, a.Choices, 3, a.Question)
					assert.True(t, strings.HasPrefix(a.Verdict, verdict), "%s %s", a.Question, a.Verdict)
					assert.NotRegexp(t, `[{}]|undefined|NaN|null|[a-z]\.(why|ask|\w+) `, a.Question+a.Verdict+a.Text)
				}
				right := len(answers) * (1 - offset)
				assert.Equal(t, fmt.Sprintf("%d of %d right, %[2]d questions", right, len(answers)),
					ask[string](t, tb, `document.getElementById("score").textContent`))
				assert.Contains(t, ask[string](t, tb, `document.getElementById("question").textContent`), "That was all.")
			}
			for _, a := range first {
				t.Log(a.Text, "→", a.Verdict)
			}
			assert.Empty(t, tb.complaints())
		})
	}
	t.Logf("%d questions", asked)
	t.Run("a state was missed", func(t *testing.T) { requireNoQuestionAboutAMissedState(t, tb) })
}

// requireNoQuestionAboutAMissedState plays an echo of which FIN_WAIT1 was not read,
// as it happens on lo: what led to the state after it nobody knows.
func requireNoQuestionAboutAMissedState(t *testing.T, tb *tab) {
	stage := filepath.Join("..", "..", "03-handshake-trace")
	echo, err := os.ReadFile(filepath.Join(stage, "recorded", "echo.pcapng"))
	require.NoError(t, err)
	folder := t.TempDir()
	missed := filepath.Join(folder, "missed.pcapng")
	require.NoError(t, os.WriteFile(missed, bytes.Replace(echo, []byte("client is FIN_WAIT1"), []byte("client is FIN_WAIT2"), 1), 0o644))
	write := exec.Command("go", "run", ".", "-r", missed, "-o", folder)
	write.Dir = stage
	out, err := write.CombinedOutput()
	require.NoError(t, err, "%s", out)
	tb.open(t, projector, filepath.Join(folder, "echo.html"))
	tb.press(t, "p")
	answers := ask[[]answer](t, tb, fmt.Sprintf(answering, "[]"))
	require.NotEmpty(t, answers)
	for _, a := range answers {
		assert.NotContains(t, a.Verdict, ": . ", a.Question)
	}
}

// truths are the right answers to the questions of each page, in their order.
// They follow from RFC 9293 and from what the scenario is about.
var truths = func() map[string][]string {
	const (
		connect = "When the server's SYN,ACK has come"
		kernel  = "The kernel, at once, with SYN,ACK"
		taken   = "At once: its own kernel has taken the bytes"
		end     = `It returns nothing: ""`
		reset   = "It fails with ECONNRESET"
		again   = "Its sender's kernel sends it again, by a timer"
		open    = "ESTABLISHED"
		closing = "FIN_WAIT1"
		held    = "EADDRINUSE: the port is still held"
	)
	return map[string][]string{
		"echo":        {connect, kernel, open, taken, "ACK seq=1 ack=6", "the client", closing, end, "FIN,ACK seq=6 ack=7"},
		"noaccept":    {connect, kernel, open, taken, open, "ACK seq=1 ack=20", "neither", reset},
		"refused":     {"When an RST has come, with ECONNREFUSED", "The kernel, with RST,ACK"},
		"rstunread":   {connect, kernel, open, taken, "ACK seq=1 ack=20", "neither", reset},
		"linger0":     {connect, kernel, open, "neither", reset},
		"halfclose":   {connect, kernel, open, taken, "ACK seq=1 ack=6", "the client", closing, end, "ACK seq=1 ack=7", "FIN_WAIT2"},
		"fin4":        {connect, kernel, open, "the client", closing, end, "ACK seq=1 ack=2", "FIN_WAIT2"},
		"timewait":    {connect, kernel, open, "the server", closing, end, "FIN,ACK seq=1 ack=2", held, held, "0: the port is free again"},
		"simclose":    {connect, kernel, open, "both", closing, closing, "CLOSING", "ACK seq=2 ack=2", "CLOSING"},
		"losesyn":     {connect, again, kernel, open, taken, "ACK seq=1 ack=6", "the client", closing, end, "FIN,ACK seq=6 ack=7"},
		"losesynack":  {connect, kernel, again, open, taken, "ACK seq=1 ack=6", "the client", closing, end, "FIN,ACK seq=6 ack=7"},
		"loseack":     {connect, kernel, open, "It is not sent again: the next segment says the same", taken, "ACK seq=1 ack=6", "the client", closing, end, "FIN,ACK seq=6 ack=7"},
		"losedata":    {connect, kernel, open, taken, again, "ACK seq=1 ack=6", "the client", closing, end, "FIN,ACK seq=6 ack=7"},
		"loselastack": {connect, kernel, open, taken, "ACK seq=1 ack=6", "the client", closing, end, "FIN,ACK seq=6 ack=7", "The other kernel, which hears nothing, repeats its own"},
		"backlog":     {connect, "Nobody: the SYN is dropped", kernel, open, "the client", closing, end, "FIN,ACK seq=1 ack=2"},
	}
}()

// answer is one question as it was answered.
type answer struct {
	Question, Verdict, Text string
	Choices                 int
	Right                   int    // the place of the right one
	Truth                   string // what it says
}

// answering plays a page by the keys and answers each question with the choice
// that is listed, or the first.
const answering = `(async () => {
	const known = %s;
	const press = key => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
	const find = id => document.getElementById(id);
	const until = async done => {
		for (let wait = 0; wait < 600 && !done(); wait++) await new Promise(resolve => setTimeout(resolve, 5));
	};
	find("speed").options[0].value = "500"; // for a reader in a hurry
	find("speed").selectedIndex = 0;
	find("play").click();
	const answers = [];
	const over = () => !find("quiz").hidden && find("choices").children.length === 0;
	for (;;) {
		await until(() => !find("quiz").hidden);
		if (over() || find("quiz").hidden) return answers;
		const buttons = [...find("choices").querySelectorAll("button")];
		const Question = find("question").textContent, Text = find("quiz").innerText;
		press(String((known[answers.length] ?? 0) + 1));
		await until(() => !find("goon").hidden);
		answers.push({
			Question, Text, Verdict: find("verdict").textContent, Choices: buttons.length,
			Right: [...find("choices").querySelectorAll("button")].findIndex(b => b.classList.contains("right")),
			Truth: find("choices").querySelector(".right span").textContent,
		});
		find("goon").click();
		await until(() => find("quiz").hidden || find("question").textContent !== Question);
	}
})()`

var tracePageViews = []view{
	{"phone-light", 360, true, "light"}, {"phone-dark", 390, true, "dark"},
	{"projector-light", 1280, false, "light"}, {"projector-dark", 1920, false, "dark"},
}

// In each size, by day and by night, in both languages, nothing is wider than
// the screen, hard to read or without a name.
func TestTracePageForEveryone(t *testing.T) {
	folder := recordedPages(t)
	tb := newTab(t)
	for _, v := range tracePageViews {
		for _, moment := range []string{"echo.html?lang=en#event-11", "noaccept.html?lang=zh#event-29", "backlog.html?lang=en#event-25", "index.html?lang=zh"} {
			name := v.name + "-" + moment[:strings.IndexByte(moment, '.')]
			t.Run(name, func(t *testing.T) {
				tb.openStill(t, v, filepath.Join(folder, moment))
				want := map[bool]string{true: "zh", false: "en"}[strings.Contains(moment, "zh")]
				assert.Equal(t, want, ask[string](t, tb, `document.documentElement.lang`))
				requireReadable(t, tb)
				assert.Empty(t, ask[[]string](t, tb, nameless), "without a name")
				tb.screenshot(t, "trace-"+name)
			})
		}
	}
	for _, v := range tracePageViews {
		t.Run(v.name+"-predict", func(t *testing.T) {
			tb.openStill(t, v, filepath.Join(folder, "echo.html?lang=en#event-12"))
			tb.press(t, "p")
			tb.press(t, kb.ArrowRight)
			require.Contains(t, ask[string](t, tb, `document.getElementById("question").textContent`), "Who answers it")
			requireReadable(t, tb)
			tb.screenshot(t, "trace-asked-"+v.name)
			tb.press(t, "1")
			require.Eventually(t, func() bool { return !ask[bool](t, tb, `document.getElementById("goon").hidden`) }, pageDeadline, often)
			requireReadable(t, tb)
			tb.screenshot(t, "trace-answered-"+v.name)
		})
	}
	t.Run("switched", func(t *testing.T) {
		tb.openStill(t, projector, filepath.Join(folder, "echo.html?lang=en#event-11"))
		tb.run(t, chromedp.Click(`[data-lang=zh]`))
		assert.Equal(t, "1 号报文段 SYN 从客户端发出。", ask[string](t, tb, `document.getElementById("told").textContent`))
		assert.Equal(t, "zh connect() 用了 101 ms：SYN 要过去，SYN,ACK 要回来。又过了 50 ms，3 号报文段到达，accept() 返回。",
			ask[string](t, tb, `(s => s.lang + " " + s.textContent)(document.querySelector("#lessons li > :not([hidden])"))`))
		tb.run(t, chromedp.Click(`.arrow[data-segment="1"] .label`))
		assert.Contains(t, ask[string](t, tb, `document.getElementById("bytes").innerText`), "SYN 里的从不缩放")
		tb.press(t, kb.Escape)
		tb.openStill(t, projector, filepath.Join(folder, "losesyn.html?lang=zh#event-20"))
		assert.Equal(t, "2 SYN [重传] seq=0 win=64240", ask[string](t, tb,
			`[...document.querySelectorAll('.arrow[data-segment="2"] text')].map(t => t.textContent).join(" ")`))
		tb.run(t, chromedp.Click(`#theme`))
		assert.Equal(t, "dark", ask[string](t, tb, `document.documentElement.dataset.theme`))
		requireReadable(t, tb)
	})
}

// nameless are the controls that a screen reader could not name.
const nameless = `[...document.querySelectorAll("button, a, input, select, summary, [role=button], [role=region], [role=img]")]
	.filter(e => e.checkVisibility() && !(e.getAttribute("aria-label") || e.textContent.trim() || e.labels?.length))
	.map(e => e.outerHTML.slice(0, 80))`

// Without a script, and on paper, the ladder is a table.
func TestTracePageWithoutScript(t *testing.T) {
	echo := filepath.Join(recordedPages(t), "echo.html")
	tr := traceOf(t, echo)
	tb := newTab(t)
	tb.run(t, emulation.SetScriptExecutionDisabled(true))
	tb.open(t, projector, echo)
	document := ask[string](t, tb, `document.querySelector("#table").open + " " + document.querySelector("#table tbody").rows.length + " " + document.querySelector(".stage").checkVisibility()`)
	assert.Equal(t, fmt.Sprintf("true %d false", len(tr.Events)), document)
	requireReadable(t, tb)
	tb.run(t, emulation.SetScriptExecutionDisabled(false))

	tb.open(t, projector, echo)
	tb.run(t, emulation.SetEmulatedMedia().WithMedia("print"), chromedp.Evaluate(`dispatchEvent(new Event("beforeprint"))`, nil))
	assert.True(t, ask[bool](t, tb, `document.querySelector("#table table").checkVisibility() && !document.querySelector(".controls").checkVisibility()`))
	assert.False(t, ask[bool](t, tb, `document.getElementById("nothingYet").checkVisibility()`), "on paper all sentences stand")
	const ink = `getComputedStyle(document.body).color`
	black := ask[string](t, tb, ink)
	tb.run(t, chromedp.Evaluate(`document.documentElement.dataset.theme = "dark"`, nil))
	assert.Equal(t, black, ask[string](t, tb, ink), "paper is white, whatever the screen is")
}

// A capture has no calls and states: its page plays segments, and claims and
// asks nothing else.
func TestTracePageOfCapture(t *testing.T) {
	folder := t.TempDir()
	write := exec.Command("go", "run", ".", "-r", "recording/testdata/echo-and-refused.pcap", "-o", folder)
	write.Dir = filepath.Join("..", "..", "03-handshake-trace")
	out, err := write.CombinedOutput()
	require.NoError(t, err, "%s", out)
	path := filepath.Join(folder, "connection-1.html")
	tr := traceOf(t, path)
	tb := newTab(t)
	tb.openStill(t, projector, path)
	tb.press(t, kb.End)
	assert.Equal(t, expect(tr, len(tr.Events)).Segments, ask[shown](t, tb, showing).Segments)
	assert.Equal(t, []string{}, ask[[]string](t, tb, `["#predict", ".buffer", ".program"].filter(s => document.querySelector(s).checkVisibility())`),
		"nobody has noted calls, or looked into buffers")
	assert.NotContains(t, ask[string](t, tb, `document.querySelector(".keys").textContent`), "predicts")
	assert.Equal(t, " ", ask[shown](t, tb, showing).Lit)
	requireReadable(t, tb)
}
