import DynamoModel
import Glibc
import TableStore

/// Why an export or import does not go on.
enum TransferStop: Error {
    /// It failed for good.
    case failed(TransferFailure)
    /// It can be tried again.
    case again(DynamoDBError)

    /// What a call of the system just said of a file: a failure where the file itself is the reason.
    static func system(path: String, _ what: String) -> TransferStop {
        let (code, reason) = (errno, String(cString: strerror(errno)))
        let message = "\(path) \(what): \(reason)"
        switch code {
        case EACCES, EPERM, EROFS, ENOTDIR, EISDIR, EEXIST, ENAMETOOLONG, ELOOP, ENOENT:
            return .failed(TransferFailure(code: "S3AccessDenied", message: message))
        default: return .again(DynamoDBError(.serviceUnavailable, message))
        }
    }

    /// What the table's file said: a failure where what is stored is damaged.
    init(_ fault: EngineFault) {
        let answer = fault.answer
        self =
            answer.code == .internalServerError
            ? .failed(TransferFailure(code: "InternalFailure", message: answer.message)) : .again(answer)
    }

    /// A bucket that is not there.
    static func noBucket(_ name: String, _ path: String) -> TransferStop {
        .failed(
            TransferFailure(
                code: "S3NoSuchBucket",
                message: "The specified bucket does not exist: \(name) is the folder \(path)"))
    }
}
