export const StagePage = () => <h1>Stage</h1>;
