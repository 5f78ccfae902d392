/** What a process or a service has opened, and how it lets go of it. Knows nothing of what the parts are. */
@NullMarked
package io.vestibule.kit.lifecycle;

import org.jspecify.annotations.NullMarked;
