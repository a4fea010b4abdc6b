export type { Application, BuildApplication } from './application.ts';
export { DockService, type DockProvider } from './dock-service.ts';
export { lockHome, homePath, type LockedHome } from './home.ts';
export { applyNonce, buildContentSecurityPolicy, securityHeaders } from './content-security-policy.ts';
export { contentTypeOf, readAsset, resolveAsset, type Asset } from './static-assets.ts';
export { recordRejection, reportCrash, type ReportHostEvent } from './uncaught.ts';
