/**
 * A value that JSON, structured clone and a redactor all preserve: the only form in which facts leave a
 * component.
 */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
