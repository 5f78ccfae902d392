/** The stories: each file tells those of one theme. They see Vestibule and Synapse only from outside. */
@NullMarked
package io.vestibule.interop.scenarios;

import org.jspecify.annotations.NullMarked;
