package mistakes

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"syscall"

	"example.com/socket-tutorial/harness/mistakes/right"
)

// simpleHTTPPaths are mistakes on the way from a target to what is there.
var simpleHTTPPaths = []row[*right.Files]{
	{"its-own-folder", "file", "wanted 200", "it serves the folder that it was started in",
		func(f *right.Files) {
			f.Stat = func(name string) (os.FileInfo, error) { return os.Stat("./" + name) }
			f.Open = func(name string) (*os.File, error) { return os.Open("./" + name) }
		}},
	{"one-client", "next-client", "wanted it to run", "it serves one client and ends",
		func(f *right.Files) { f.Serve = right.OneClient }},
	{"nothing-is-no-file", "empty-file", "wanted 200", "a file of 0 bytes is not there to it",
		func(f *right.Files) {
			f.Serves = func(info os.FileInfo) bool { return info.IsDir() || info.Mode().IsRegular() && info.Size() > 0 }
		}},
	{"latin-1-names", "utf8-name", "wanted 200", "it makes a character of each byte of a name",
		func(f *right.Files) {
			f.TranslatePath = func(target string) (string, bool) {
				name, ok := right.TranslatePath(target)
				var characters []rune
				for i := range len(name) {
					characters = append(characters, rune(name[i]))
				}
				return string(characters), ok
			}
		}},
	{"query-is-name", "query", "wanted 200", "the question mark and what follows are part of the name to it",
		func(f *right.Files) {
			f.TranslatePath = func(target string) (string, bool) {
				return right.TranslatePath(strings.ReplaceAll(target, "?", "%3F"))
			}
		}},
	{"two-slashes", "folders", "wanted 200", "two slashes are an error to it",
		func(f *right.Files) {
			refuses(f, func(decoded string) bool { return strings.Contains(decoded, "//") })
		}},
	{"no-dots", "dot-dot", "wanted 200", "it refuses each path with two dots in it",
		func(f *right.Files) {
			refuses(f, func(decoded string) bool { return strings.Contains(decoded+"/", "/../") })
		}},
	{"long-is-our-fault", "long-name", "wanted 404", "an error of open that it does not know is 500",
		func(f *right.Files) {
			failsFor(f, func(_ string, err error) bool { return errors.Is(err, syscall.ENAMETOOLONG) })
		}},
	{"loop-is-our-fault", "link-loop", "wanted 404", "a link that leads to itself is 500 to it",
		func(f *right.Files) {
			failsFor(f, func(_ string, err error) bool { return errors.Is(err, syscall.ELOOP) })
		}},
	{"socket-is-our-fault", "socket-file", "wanted 404 or 403", "what is no file and no directory is 500 to it",
		func(f *right.Files) {
			failsFor(f, func(name string, _ error) bool {
				info, err := os.Lstat(name)
				return err == nil && info.Mode()&os.ModeSocket != 0
			})
		}},
	{"closed-is-our-fault", "unreadable-file", "wanted 403 or 404", "a file that it may not read is 500 to it",
		func(f *right.Files) {
			failsFor(f, func(name string, _ error) bool {
				file, err := os.Open(name)
				file.Close()
				return errors.Is(err, os.ErrPermission)
			})
		}},
	{"no-links", "link-inside", "wanted 200", "it opens no symbolic link, wherever it leads",
		func(f *right.Files) {
			open := f.Open
			f.Open = func(name string) (*os.File, error) {
				if info, err := os.Lstat(path.Join(f.Directory, name)); err == nil && info.Mode()&os.ModeSymlink != 0 {
					return nil, os.ErrNotExist
				}
				return open(name)
			}
		}},
	{"devices-are-files", "device", "wanted 404 or 403", "it opens devices, which have no end",
		func(f *right.Files) {
			const device = os.ModeDevice | os.ModeCharDevice
			serves, stat, open := f.Serves, f.Stat, f.Open
			f.Serves = func(info os.FileInfo) bool { return serves(info) || info.Mode()&device != 0 }
			isDevice := func(name string) (os.FileInfo, bool) {
				info, err := os.Stat(path.Join(f.Directory, name))
				return info, err == nil && info.Mode()&device != 0
			}
			f.Stat = func(name string) (os.FileInfo, error) {
				if info, yes := isDevice(name); yes {
					return info, nil
				}
				return stat(name)
			}
			f.Open = func(name string) (*os.File, error) {
				if _, yes := isDevice(name); yes {
					return os.Open(path.Join(f.Directory, name))
				}
				return open(name)
			}
		}},
	{"name-up-to-nul", "nul-in-name", "wanted 400 or 404", "its names end at a NUL, as in C",
		func(f *right.Files) {
			f.TranslatePath = func(target string) (string, bool) {
				target, _, _ = strings.Cut(target, "%00")
				return right.TranslatePath(target)
			}
		}},
	{"drops-bad-percents", "bad-percent", "wanted 200 or 400", "it drops a percent sign that it cannot decode",
		func(f *right.Files) {
			f.TranslatePath = func(target string) (string, bool) {
				if name, ok := right.TranslatePath(target); ok || strings.Contains(target, "%00") {
					return name, ok
				}
				return right.TranslatePath(strings.ReplaceAll(target, "%", ""))
			}
		}},
	{"no-proxy-targets", "absolute-target", "wanted 200", "it knows no targets with a scheme",
		func(f *right.Files) {
			f.Path = func(r *right.Request) (string, bool) {
				path, ok := right.Path(r)
				return path, ok && path == r.Target
			}
		}},
	{"serves-at-once", "redirect", "wanted 301 or 308", "it answers for a directory whether there is a slash behind its name or not",
		func(f *right.Files) {
			f.TranslatePath = func(target string) (string, bool) {
				name, ok := right.TranslatePath(target)
				if info, err := f.Stat(strings.TrimSuffix(name, "/")); err == nil && info.IsDir() && !strings.HasSuffix(name, "/") {
					name += "/"
				}
				return name, ok
			}
		}},
	{"for-the-moment", "redirect", "wanted 301 or 308", "its redirect is not for ever, and announces a body that does not come",
		func(f *right.Files) {
			answer := f.Answer
			f.Answer = func(r *right.Request) right.Answer {
				a := answer(r)
				if a.Status == http.StatusMovedPermanently {
					a.Status, a.Length = http.StatusFound, 50
				}
				return a
			}
		}},
	{"sends-back-what-came", "redirect-stays-here", "wanted no other host than …", "its redirect is the target as it came, with a slash behind it",
		func(f *right.Files) {
			answer := f.Answer
			f.Answer = func(r *right.Request) right.Answer {
				a := answer(r)
				if path, query, more := strings.Cut(r.Path, "?"); a.Status == http.StatusMovedPermanently {
					if more {
						query = "?" + query
					}
					a.Fields[len(a.Fields)-1] = "Location: " + path + "/" + query
				}
				return a
			}
		}},
	{"line-ends-in-location", "no-line-ends-in-headers", "wanted no Set-Cookie", "its redirect holds the decoded name, with the line ends in it",
		func(f *right.Files) {
			f.Location = func(name, query string) string {
				if strings.ContainsAny(name, "\r\n") {
					return "/" + name + "/"
				}
				return right.Location(name, query)
			}
		}},
}

// refuses refuses paths, decoded, that are wrong.
func refuses(f *right.Files, wrong func(decoded string) bool) {
	f.TranslatePath = func(target string) (string, bool) {
		path, _, _ := strings.Cut(target, "?")
		decoded, _ := url.PathUnescape(path)
		name, ok := right.TranslatePath(target)
		return name, ok && !wrong(decoded)
	}
}

// failsFor answers 500 in place of 404 for a file that ours says is to blame; err
// is what stat says about it.
func failsFor(f *right.Files, ours func(name string, err error) bool) {
	refusal := f.Refusal
	f.Refusal = func(r *right.Request, status int) right.Answer {
		if name, ok := f.TranslatePath(r.Path); ok && status == 404 {
			name = path.Join(f.Directory, name)
			if _, err := os.Stat(name); ours(name, err) {
				status = 500
			}
		}
		return refusal(r, status)
	}
}
