export {
  packageKinds,
  type FetchPackage,
  type PackageKind,
  type PackageUpdater,
  type UpdateHost,
  type VerifiedUpdate,
} from './package-updater.ts';
