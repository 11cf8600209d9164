// Package picture draws scenes as PNG, with the letters of a font of this machine. A font with Chinese characters has ten megabytes or more, so that none is part
// of the program.
package picture

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/image/font/sfnt"
)

// usual are where systems keep a font with Chinese characters.
var usual = []string{
	"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
	"/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
	"/usr/share/fonts/google-noto-sans-cjk-vf-fonts/NotoSansCJK-VF.ttc",
	"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
	"/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
	"/System/Library/Fonts/Supplemental/Songti.ttc",
	`C:\Windows\Fonts\msyh.ttc`,
}

// Font is a font whose file stays open: glyphs are read when they are needed. It is safe for concurrent use.
type Font struct{ font *sfnt.Font }

// errNone says that no font was found.
var errNone = errors.New("no font with Chinese characters was found; install one, such as the package fonts-noto-cjk, or set CHART_FONT")

// Find opens the font of a file, or with an empty path the first one in the usual places.
func Find(path string) (*Font, error) {
	if path != "" {
		return open(path)
	}
	for _, path := range usual {
		if f, err := open(path); err == nil {
			return f, nil
		}
	}
	return nil, errNone
}

// open opens a font file. Of a collection it takes the font for simplified Chinese, or else the first one.
func open(path string) (*Font, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	fonts, err := sfnt.ParseCollectionReaderAt(file)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s is no font: %w", path, err), file.Close())
	}
	var chosen *sfnt.Font
	for i := range fonts.NumFonts() {
		f, err := fonts.Font(i)
		if err != nil {
			continue
		}
		name, _ := f.Name(nil, sfnt.NameIDFull)
		if chosen == nil || strings.HasPrefix(name, "Noto Sans CJK SC") {
			chosen = f
		}
	}
	if !hasChinese(chosen) {
		return nil, errors.Join(fmt.Errorf("%s has no Chinese characters", path), file.Close())
	}
	return &Font{chosen}, nil
}

func hasChinese(f *sfnt.Font) bool {
	if f == nil {
		return false
	}
	glyph, err := f.GlyphIndex(nil, '民')
	return err == nil && glyph != 0
}
