package dev.minato.error;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A network operation that failed: what was tried, on which address, and why.
///
/// The reason is a portable [ErrorKind]; programs look at [#kind()] and never at the message, which reads
/// `connect 127.0.0.1:1: connection refused (os error 111)`.
///
/// ```
/// operation [address]: kind[: detail] [(os error N)]
/// ```
///
/// {@snippet file="dev/minato/examples/errors/ErrorKinds.java" region="in-use"}
///
/// Immutable, and safe to share between threads.
public final class NetException extends IOException {
    private static final long serialVersionUID = 1;

    private final ErrorKind kind;
    private final String operation;
    private final @Nullable String address;
    private final @Nullable String detail;
    private final int osError;

    private NetException(Builder from) {
        super(from.message(), from.cause);
        this.kind = from.kind;
        this.operation = from.operation;
        this.address = from.address;
        this.detail = from.detail;
        this.osError = from.osError;
    }

    /// A failure of `operation` that needs no more words than its kind.
    public static NetException of(ErrorKind kind, String operation) {
        return builder(kind, operation).build();
    }

    /// A failure of `operation`, with a sentence that says more than the kind does.
    public static NetException of(ErrorKind kind, String operation, String detail) {
        return builder(kind, operation).detail(detail).build();
    }

    /// Starts a failure of `operation`, a word such as `connect` or `read`.
    public static Builder builder(ErrorKind kind, String operation) {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(operation, "operation");
        return new Builder(kind, operation);
    }

    /// The message, for people; see the class for how it reads.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /// The kind of failure; programs decide by it.
    public ErrorKind kind() {
        return kind;
    }

    /// The operation that failed, such as `bind`, `connect`, `accept`, `read`, `write`, `receive` or `send`.
    public String operation() {
        return operation;
    }

    /// The address that the operation was about, as text (it may be a name that could not be resolved); empty
    /// where there is none.
    public Optional<String> address() {
        return Optional.ofNullable(address);
    }

    /// A sentence that says more than the kind does, for people; empty where there is none.
    public Optional<String> detail() {
        return Optional.ofNullable(detail);
    }

    /// This failure, said of `address`: the same kind, stack and cause, with the address in the message. A
    /// failure that has an address already stays as it is.
    public NetException withAddress(Object address) {
        Objects.requireNonNull(address, "address");
        if (this.address != null) {
            return this;
        }
        return said(operation, address.toString());
    }

    /// This failure, said of another operation, which takes this one as a part: the same kind, address, detail,
    /// stack and cause.
    public NetException withOperation(String operation) {
        return said(operation, address);
    }

    private NetException said(String operation, @Nullable String address) {
        Builder said = builder(kind, operation).osError(osError);
        said.address = address;
        said.detail = detail;
        said.cause = getCause();
        NetException copy = said.build();
        copy.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            copy.addSuppressed(suppressed);
        }
        return copy;
    }

    /// The operating system's error number (errno(3)), where the platform knows it; the jdk platform never
    /// does.
    public OptionalInt osError() {
        return osError == 0 ? OptionalInt.empty() : OptionalInt.of(osError);
    }

    /// Collects what is known about a failure. Not safe for use by several threads.
    public static final class Builder {
        private final ErrorKind kind;
        private final String operation;
        private @Nullable String address;
        private @Nullable String detail;
        private @Nullable Throwable cause;
        private int osError;

        private Builder(ErrorKind kind, String operation) {
            this.kind = kind;
            this.operation = operation;
        }

        /// The address that the operation was about; its text is kept.
        public Builder address(Object address) {
            Objects.requireNonNull(address, "address");
            this.address = address.toString();
            return this;
        }

        /// A sentence that says more than the kind does.
        public Builder detail(String detail) {
            Objects.requireNonNull(detail, "detail");
            this.detail = detail;
            return this;
        }

        /// The system's error number; 0 for none.
        public Builder osError(int osError) {
            this.osError = osError;
            return this;
        }

        /// The cause of this failure.
        public Builder cause(Throwable cause) {
            Objects.requireNonNull(cause, "cause");
            this.cause = cause;
            return this;
        }

        /// The failure, with the stack of the caller.
        public NetException build() {
            return new NetException(this);
        }

        private String message() {
            var text = new StringBuilder(operation);
            if (address != null) {
                text.append(' ').append(address);
            }
            text.append(": ").append(kind);
            if (detail != null) {
                text.append(": ").append(detail);
            }
            if (osError != 0) {
                text.append(" (os error ").append(osError).append(')');
            }
            return text.toString();
        }
    }
}
