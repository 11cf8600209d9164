package policy

import (
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

// UploadLifetime is how long the address of an upload is good. What was uploaded is kept for UploadKept.
const (
	UploadLifetime = 15 * time.Minute
	UploadKept     = 24 * time.Hour
)

// LargestUpload is the size in bytes of the largest file.
const LargestUpload = 10 << 20

// Refusals of uploads.
var (
	UploadExpired = civic.NewRequestCode("UPLOAD_EXPIRED", "上传地址无效或已过期，请重新申请。", "This address for an upload is not valid or has expired; request another one.")
	TextOrUpload  = civic.NewCode("TEXT_OR_UPLOAD", "请提供文字或上传的文件，二者选一。", "Give either a text or an uploaded file.")
)

// Refusals of files.
var (
	FileTypeUnknown = civic.NewRequestCode("FILE_TYPE_UNKNOWN", "无法识别的文件：请上传 .docx、.md 或 .txt 文件（旧的 .doc 请另存为 .docx）。", "This is no .docx, .md or .txt file; save an old .doc as .docx.")
	FileBroken      = civic.NewRequestCode("FILE_BROKEN", "文件已损坏，无法读取。", "The file is damaged and cannot be read.")
	FileEncrypted   = civic.NewRequestCode("FILE_ENCRYPTED", "文件有密码保护，请先去除密码。", "The file is protected with a password; remove it first.")
	FileHasMacros   = civic.NewRequestCode("FILE_HAS_MACROS", "文件含有宏，请另存为不含宏的 .docx。", "The file has macros; save it as .docx without macros.")
	FileHasEntities = civic.NewRequestCode("FILE_HAS_ENTITIES", "文件含有 XML 实体声明，不予读取。", "The file declares XML entities, which are not read.")
	FileExpands     = civic.NewRequestCode("FILE_EXPANDS", "文件解压后过大。", "The file is too large when it is unpacked.")
)

// DraftUpload is an address to which the holder may post one file, until it expires.
type DraftUpload struct {
	Path      string
	ExpiresAt time.Time
	MaxBytes  int
}

// UploadGrant says who may upload a file for which record, and until when. The address of the upload contains it, signed.
type UploadGrant struct {
	Account, Record uuid.UUID
	Expires         time.Time
}

// UploadedFile is the text of an uploaded file.
type UploadedFile struct {
	Text     string         `db:"text"`
	Warnings ImportWarnings `db:"warnings"`
}

// RequestDraftUploadInput names the record for which somebody wants to upload a file.
type RequestDraftUploadInput struct {
	PolicyRecordID civic.ID `validate:"id=P"`
}

// WarningsWith puts the warnings of the file before those of the cutting. The lines of both are those of the file's text.
func (f UploadedFile) WarningsWith(cut []legaltext.ImportWarning) []legaltext.ImportWarning {
	return append(append([]legaltext.ImportWarning{}, f.Warnings...), cut...)
}
