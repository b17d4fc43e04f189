-- A copy for testing signs with keys of its own: nothing printed there passes for genuine.
DELETE FROM ir_config_parameter WHERE key = 'tthc_dossier.check_key' OR key LIKE 'tthc_dossier.check_key.%';
