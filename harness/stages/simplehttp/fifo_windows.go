package simplehttp

import "errors"

// makeFIFO fails: Windows keeps its named pipes outside the file system.
func makeFIFO(string) error { return errors.ErrUnsupported }
