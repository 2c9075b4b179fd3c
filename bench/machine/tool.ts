/** What made a file, by its name and the version of package.json. */
export const tool = { name: 'authbench', version: '0.1.0' } as const;
