package io.vestibule.matrix.xmatrix;

import io.vestibule.matrix.id.ServerName;

/** Whether a request comes from whom it says. */
public sealed interface XMatrixVerdict {

    /** It does. */
    record Authenticated(ServerName origin) implements XMatrixVerdict {}

    /** It does not, or that could not be shown. */
    record Refused(XMatrixFailure failure) implements XMatrixVerdict {}
}
