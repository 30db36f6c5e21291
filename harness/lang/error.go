package lang

// Error is an error that can be said in several languages.
type Error struct{ Text }

// Errorf returns an Error. Where there are errors among args it wraps them.
func Errorf(format Format, args ...any) error { return &Error{Say(format, args...)} }

// Error returns the error in English.
func (e *Error) Error() string { return e.String() }

// Unwrap returns the errors that went into the text.
func (e *Error) Unwrap() []error {
	var errs []error
	for _, arg := range e.Args {
		if err, ok := arg.(error); ok {
			errs = append(errs, err)
		}
	}
	return errs
}

// Of returns what err says: its text where it has one, and its words, those of the
// system, where it has none. Errors that were joined are a line each.
func Of(err error) Text {
	switch err := err.(type) {
	case sayer:
		return Say("%v", err)
	case interface{ Unwrap() []error }:
		var lines Text
		for i, one := range err.Unwrap() {
			if i == 0 {
				lines = Of(one)
			} else {
				lines = Say("%v\n%v", lines, Of(one))
			}
		}
		return lines
	}
	return Verbatim(err.Error())
}
