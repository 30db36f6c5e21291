package simplehttp

// OpenPortableRoot opens a directory as systems without openat2 do.
func OpenPortableRoot(path string, followSymlinks bool) (*Root, error) {
	tree, err := openPortable(path, followSymlinks)
	return &Root{tree}, err
}
