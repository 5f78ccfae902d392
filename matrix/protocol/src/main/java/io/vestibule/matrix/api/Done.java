package io.vestibule.matrix.api;

/** A success that says nothing more. */
public enum Done {
    DONE
}
