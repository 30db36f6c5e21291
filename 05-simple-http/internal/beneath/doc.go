// Package beneath opens and lists what is beneath a directory, and nothing
// outside it: fast on Linux, and alike on every system.
//
// It is under the floor of the lesson. A reader of simplehttp needs to know that
// [Root.Open] opens a name, that [Root.List] lists a directory, and that neither
// can be led outside. How that is done, and done fast, is a matter of one kernel
// or another, and of this package:
//
//	file                   lines  what it is for
//	root.go                  167  OpenRoot, Root, File: what the lesson uses
//	entry.go                  87  Entry, and the order of a listing
//	portable.go              224  by os.Root, some calls for each folder on the way, on every system
//	openat2_linux.go         242  by openat2(2), one call for the whole way
//	entries_linux.go          52  a listing, by one stat for each name
//	descriptor_linux.go       62  an open file with nothing around it
//	kept_linux.go            232  keeper: which files are kept between requests
//	keptfile_linux.go         74  a file that is kept: its content, or its descriptor
//	keptlistings_linux.go     84  the entries of a directory, kept for a second
//
// What each trick buys, as what a request costs more without it, in CPU time
// measured in one run (Linux 6.18, two cores, files that are left alone):
//
//	trick                         without it                               how to do without
//	openat2                       + 57 % four folders deep, 18 % 1 KiB     OpenPortable
//	descriptor, not *os.File      + 17 % 1 KiB, 29 % a range               os.NewFile(uintptr(d), name)
//	content is kept               + 8 % 1 KiB                              keptContent = -1
//	the text of a head is kept    + 10 % 1 KiB, 10 % a range               make(f) in Once, each time
//	descriptors are kept          + 8 % 100 KiB, 18 % a range              keptOpen = keptContent
//	also for names with a slash   + 6 % four folders deep                  keep no such name
//	listings are kept             × 8.5 a listing of 1,000                 kernelRoot.list
//	a path without links at once  + 11 % four folders deep                 enter, then openat2
//
// All that is kept goes with one line of [OpenRoot], the call of keep, and with it
// the three files of that name; together they buy 30 % of 1 KiB. The tests of
// simplehttp run in all three ways: as it is, by OpenPlain, and by OpenPortable.
// What does not buy a twentieth is not here: to ask for a name by stat before it
// is opened, in case there is none, for one.
//
// # What is kept is never old
//
// A file is served from memory only if its name leads to the very same file, and a
// stat finds nothing changed. Every write moves its ctime, which no call can set
// (inode(7)). There are four ways in which that could fail:
//
//   - Two writes within one tick of the file system's clock leave one ctime. So a
//     file is kept when it was left alone for two seconds, longer than any tick.
//   - A store to a mapped page moves no time, or moves it late. So nothing is kept
//     for longer than ten seconds.
//   - A folder on the way becomes a link to outside, where the same file is. A stat
//     of the path would follow it. So a name with a slash is resolved as for any
//     other request, but for nothing else than a stat (O_PATH).
//   - The directory itself becomes another one. So names begin at "/", each time.
//
// What is kept must not starve the rest: it is at most 32 MiB, 128 descriptors and
// a quarter of those that the process may have, and it is given up when
// no file can be opened, and when no connection can be accepted (ReleaseFiles).
package beneath
