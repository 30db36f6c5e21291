//go:build !linux

package simplehttp

func openTree(path string, followSymlinks bool) (tree, error) {
	return openPortable(path, followSymlinks)
}
