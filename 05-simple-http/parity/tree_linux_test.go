package parity

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// modified is the time of every file in the tree, but for aged.
var modified = time.Date(2015, 6, 1, 11, 42, 33, 0, time.UTC)

// files maps a path in the tree to its content. A file system that keeps bytes
// can hold every one of these names.
var files = map[string]string{
	"a.txt":                             "hello\n",
	"B.txt":                             "upper case sorts with lower\n",
	"c.TXT":                             "extension in capitals\n",
	"Tie.txt":                           "T\n",
	"tie.txt":                           "t\n",
	"empty":                             "",
	".hidden":                           "dot\n",
	".txt":                              "only an extension\n",
	"..dots":                            "two\n",
	"...":                               "three\n",
	"zero-byte.bin":                     "a\x00b",
	"types/README":                      "text by custom\n",
	"types/Makefile":                    "all:\n",
	" leading":                          "1\n",
	"trailing ":                         "2\n",
	"sp ace.txt":                        "3\n",
	"quest?ion.txt":                     "4\n",
	"ha#sh.txt":                         "5\n",
	"per%cent.txt":                      "6\n",
	"per%41cent.txt":                    "7\n",
	"semi;colon.txt":                    "8\n",
	"plus+.txt":                         "9\n",
	"co:lon.txt":                        "10\n",
	"amp&amp;.txt":                      "11\n",
	"quo\"te.txt":                       "12\n",
	"apos'.txt":                         "13\n",
	"<b>.txt":                           "14\n",
	"<img src=x onerror=alert(1)>.txt":  "15\n",
	"javascript:alert(1)":               "16\n",
	"back\\slash.txt":                   "17\n",
	"new\nline.txt":                     "18\n",
	"cr\rname.txt":                      "19\n",
	"tab\tname.txt":                     "20\n",
	"\x01\x7f":                          "21\n",
	"bad\xff\xfe.txt":                   "22\n",
	"cut\xe6\x97":                       "23\n",
	"日本語.txt":                           "24\n",
	"\u00c9mile.txt":                    "25\n",
	"e\u0301t\u00e9.txt":                "26\n",
	"\u202egnp.exe":                     "27\n",
	"😀.txt":                             "28\n",
	"~tilde":                            "29\n",
	"{br[ace]}|^`.txt":                  "30\n",
	"*$!,(@)=_-.txt":                    "31\n",
	strings.Repeat("n", 251) + ".txt":   "32\n",
	"buffer.bin":                        strings.Repeat("0123456789abcdef", 1024),
	"sendfile.bin":                      strings.Repeat("0123456789abcdef", 4096) + "!",
	"aged.txt":                          "before the epoch\n",
	"sub/inner.txt":                     "inner\n",
	"sub/deep/er/file.txt":              "deep\n",
	"sub dir/in side.txt":               "spaces\n",
	"d\r\nir/file.txt":                  "CRLF\n",
	"dir?q/file.txt":                    "question\n",
	"dir:colon/file.txt":                "colon\n",
	"\xff/file.txt":                     "invalid\n",
	"index/index.html":                  "<p>index.html\n",
	"index/index.htm":                   "<p>not this one\n",
	"index/nested/index.html":           "<p>nested\n",
	"index-htm/index.htm":               "<p>index.htm\n",
	"index-upper/INDEX.HTML":            "<p>case counts\n",
	"index-dir/index.html/in-there.txt": "a directory\n",
	"index-fifo/other.txt":              "beside a FIFO\n",
	"index-link/other.txt":              "beside a link\n",
	"index-dangling/other.txt":          "beside a dangling link\n",
}

// extensions are files of one byte in types/, named x with each of these.
var extensions = []string{
	".html", ".htm", ".css", ".js", ".mjs", ".json", ".txt", ".py", ".c", ".h", ".csv", ".tsv", ".xml",
	".svg", ".png", ".gif", ".jpg", ".jpeg", ".ico", ".webp", ".bmp", ".tiff", ".pdf", ".zip", ".tar",
	".gz", ".tar.gz", ".tgz", ".bz2", ".xz", ".Z", ".mp3", ".mp4", ".webm", ".wav", ".avi", ".mov",
	".sh", ".bat", ".exe", ".so", ".o", ".wasm", ".doc", ".xls", ".ppt", ".ps", ".tex", ".md", ".woff2",
	".HTML", ".unknown", ".", "", ".m4s", ".mpd", ".ts", ".cjs", ".svgz",
}

// links maps a path to where it points; "outside" is beside the tree.
var links = map[string]string{
	"links/file":                "../a.txt",
	"links/directory":           "../sub",
	"links/chain":               "file",
	"links/through":             "../links/../a.txt",
	"links/dangling":            "nowhere",
	"links/loop":                "loop",
	"links/outside-file":        "../../outside/secret.txt",
	"links/outside-dir":         "../../outside",
	"links/absolute-outside":    "/dev/zero",
	"index-link/index.html":     "../a.txt",
	"index-dangling/index.html": "nowhere",
}

// plant makes the tree in a fresh directory and returns its path.
func plant(t *testing.T) string {
	t.Helper()
	parent := t.TempDir()
	root := filepath.Join(parent, "tree")
	write := func(path, content string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
		require.NoError(t, os.Chtimes(path, modified, modified))
	}
	write(filepath.Join(parent, "outside", "secret.txt"), "secret\n")
	for name, content := range files {
		write(filepath.Join(root, name), content)
	}
	for _, extension := range extensions {
		write(filepath.Join(root, "types", "x"+extension), "x")
	}
	for name, target := range links {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755))
		require.NoError(t, os.Symlink(target, filepath.Join(root, name)))
	}
	require.NoError(t, os.Mkdir(filepath.Join(root, "hollow"), 0o755))
	require.NoError(t, os.Mkdir(filepath.Join(root, "special"), 0o755))
	require.NoError(t, syscall.Mkfifo(filepath.Join(root, "special/fifo"), 0o644))
	require.NoError(t, syscall.Mkfifo(filepath.Join(root, "index-fifo/index.html"), 0o644))
	// mknod(2) makes a socket without binding it, and without privileges.
	require.NoError(t, syscall.Mknod(filepath.Join(root, "special/socket"), syscall.S_IFSOCK|0o644, 0))
	aged := time.Date(1969, 7, 20, 20, 17, 40, 0, time.UTC)
	require.NoError(t, os.Chtimes(filepath.Join(root, "aged.txt"), aged, aged))
	return root
}
