//go:build !linux

package beneath

func openPlain(path string, followSymlinks bool) (opener, error) {
	return openPortable(path, followSymlinks)
}

// keep keeps nothing: what has changed cannot be told by one call here.
func keep(plain opener) opener { return plain }

// largeFile is needed nowhere else: see descriptor_linux.go.
const largeFile = 0
