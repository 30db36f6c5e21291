package basehttp

// Responses maps a status code to its reason phrase and an explanation.
var Responses = map[int]struct{ Phrase, Explanation string }{
	100: {"Continue", ""},
	200: {"OK", ""},
	301: {"Moved Permanently", ""},
	304: {"Not Modified", ""},
	400: {"Bad Request", ""},
	404: {"Not Found", ""},
	501: {"Not Implemented", ""},
}
