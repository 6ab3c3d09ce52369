/// Fields that threads change by compare-and-set; not exported.
///
/// ```
///  VarHandles   the handle of such a field
/// ```
package dev.minato.atomic;
