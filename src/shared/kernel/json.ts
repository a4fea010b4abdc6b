/** What survives JSON, structured clone and a redactor alike: the only shape in which facts leave a component. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
