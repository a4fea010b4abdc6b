import envPaths from 'env-paths';

/** Where data lives unless somebody says otherwise: the platform's own place, the same for every host. */
export const defaultHomePath = (): string => envPaths('cuelight', { suffix: '' }).data;
